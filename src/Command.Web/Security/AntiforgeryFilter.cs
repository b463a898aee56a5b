using Microsoft.AspNetCore.Antiforgery;

namespace Command.Web.Security;

/// <summary>Refuses a form of our pages that does not carry the antiforgery token.</summary>
internal sealed class AntiforgeryFilter(IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await antiforgery.IsRequestValidAsync(context.HttpContext)
            ? await next(context)
            : Problems.Result(StatusCodes.Status400BadRequest, "form-expired");
}
