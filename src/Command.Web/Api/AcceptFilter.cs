using Command.Web.Security;
using Microsoft.Net.Http.Headers;

namespace Command.Web.Api;

/// <summary>Answers 406 to a request that refuses the media type the endpoint speaks.</summary>
internal sealed class AcceptFilter(string mediaType) : IEndpointFilter
{
    private readonly MediaTypeHeaderValue _spoken = new(mediaType);

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var accepted = context.HttpContext.Request.GetTypedHeaders().Accept;
        var refused = accepted.Count > 0 && !accepted.Any(range => range.Quality != 0 && _spoken.IsSubsetOf(range));
        return refused
            ? ValueTask.FromResult<object?>(Problems.Result(StatusCodes.Status406NotAcceptable, "not-acceptable", arguments: [mediaType]))
            : next(context);
    }
}
