using System.Globalization;
using Command.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Command.Web.Api;

/// <summary>
/// What every endpoint has in common and none says for itself: who may call it, the refusals that come before it runs, the precondition it
/// takes; and what our problem details carry beside RFC 9457's own members.
/// </summary>
internal sealed class OpenApiRefusals : IOpenApiOperationTransformer, IOpenApiDocumentTransformer
{
    private const string Bearer = "bearer";
    private const string Cookie = "cookie";
    private const string Problem = "ProblemDetails";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var changes = context.Description.HttpMethod is not "GET";
        if (!metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] },
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Cookie, context.Document)] = [] },
            ];
            Refuses(operation, context, StatusCodes.Status401Unauthorized);
            Refuses(operation, context, StatusCodes.Status503ServiceUnavailable);
            if (changes)
            {
                Refuses(operation, context, StatusCodes.Status403Forbidden);
            }
        }
        if (metadata.OfType<RequestBodyType>().Any())
        {
            Refuses(operation, context, StatusCodes.Status400BadRequest);
            Refuses(operation, context, StatusCodes.Status413PayloadTooLarge);
            Refuses(operation, context, StatusCodes.Status415UnsupportedMediaType);
        }
        if (operation.Responses?.ContainsKey("412") == true)
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(
                new OpenApiParameter
                {
                    Name = "If-Match",
                    In = ParameterLocation.Header,
                    Required = operation.Responses.ContainsKey("428"),
                    Description = "ETag of what the caller has read; 412 when it is no longer the newest.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                }
            );
        }
        return Task.CompletedTask;
    }

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description =
                    "Access token of POST /api/v1/identity/login. Recorders use their own key, rec.{id}.{key}, for /whip, /sessions, stream grants and "
                    + "their reports; a stream grant opens the one stream it was made for.",
            },
            [Cookie] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = Schemes.CookieName,
                Description = $"The pages' cookie; requests that change something also carry the header {Schemes.ClientHeader}.",
            },
        };
        if (
            document.Components.Schemas?.TryGetValue(Problem, out var schema) == true
            && schema is OpenApiSchema { Properties: { } properties }
        )
        {
            properties["reason"] = Text("Stable kebab-case key of the refusal, also the end of 'type'.");
            properties["field"] = Text("The field, query value or header at fault, where there is one.");
            properties["traceId"] = Text("Names this request in the server's log.");
            properties["arguments"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = Text(null),
                Description = "The values in 'detail'.",
            };
        }
        return Task.CompletedTask;
    }

    private static void Refuses(OpenApiOperation operation, OpenApiOperationTransformerContext context, int status)
    {
        operation.Responses ??= [];
        operation.Responses.TryAdd(
            status.ToString(CultureInfo.InvariantCulture),
            new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(status),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Problem, context.Document) },
                },
            }
        );
    }

    private static OpenApiSchema Text(string? description) => new() { Type = JsonSchemaType.String, Description = description };
}
