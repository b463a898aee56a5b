using System.Globalization;
using System.Net;
using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace Command.Web.Api;

/// <summary>Fetches bytes from the owning silo's media door and streams them on: bytes never cross a grain, and no browser sees the door.</summary>
internal static class MediaHttpProxy
{
    /// <summary>Name of the HTTP client that reaches media doors.</summary>
    public const string Client = "media-door";

    private const string StillTime = "X-Still-Time";

    /// <summary>The picture that a ticket of a device's grain names, or the refusal.</summary>
    public static async Task<IResult> StillAsync(
        CommandResult<StillTicket> ticket,
        string id,
        IHttpClientFactory clients,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        if (ticket.Value is not { } still)
        {
            return ProblemResults.Of(ticket.Refusal!, http);
        }
        using var client = clients.CreateClient(Client);
        var address = new Uri(new Uri(still.DoorBaseAddress), still.PathAndQuery);
        try
        {
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                return await RefusalOfAsync(answer, http, cancellationToken);
            }
            http.Response.ContentType = answer.Content.Headers.ContentType?.ToString() ?? "image/jpeg";
            http.Response.ContentLength = answer.Content.Headers.ContentLength;
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"inline; filename=\"{id}.jpg\"");
            if (answer.Headers.TryGetValues(StillTime, out var taken))
            {
                http.Response.Headers[StillTime] = taken.ToArray();
            }
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            await body.CopyToAsync(http.Response.Body, cancellationToken);
            return TypedResults.Empty;
        }
        catch (HttpRequestException) when (!http.Response.HasStarted)
        {
            http.Response.Headers.RetryAfter = "2";
            return Problems.Result(StatusCodes.Status503ServiceUnavailable, "media-door-unreachable");
        }
    }

    /// <summary>The door says why in the same words as we do.</summary>
    private static async Task<IResult> RefusalOfAsync(HttpResponseMessage answer, HttpContext http, CancellationToken cancellationToken)
    {
        var problem =
            answer.Content.Headers.ContentType?.MediaType == "application/problem+json"
                ? await answer.Content.ReadFromJsonAsync<ProblemDetails>(cancellationToken)
                : null;
        var reason = problem?.Extensions.TryGetValue(Problems.Reason, out var named) == true ? named?.ToString() : null;
        var status = answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.NotAcceptable
            ? (int)answer.StatusCode
            : StatusCodes.Status503ServiceUnavailable;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = "2";
        }
        return Problems.Result(status, reason ?? "still-unavailable", problem?.Detail);
    }
}
