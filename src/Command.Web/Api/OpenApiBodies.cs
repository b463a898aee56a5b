using Command.Web.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Command.Web.Api;

/// <summary>Puts the bodies that endpoints read by themselves into the OpenAPI document.</summary>
internal sealed class OpenApiBodies : IOpenApiOperationTransformer
{
    public async Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var body = context.Description.ActionDescriptor.EndpointMetadata.OfType<RequestBodyType>().FirstOrDefault();
        if (body is null)
        {
            return;
        }
        var schema = await context.GetOrCreateSchemaAsync(body.Type, null, cancellationToken);
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { [body.MediaType] = new() { Schema = schema } },
        };
    }
}
