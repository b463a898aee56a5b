using Command.Contracts.Common;
using Command.Contracts.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Command.Silo.MediaHttp;

/// <summary>The door for stills: no accounts here, the grant in the path is the right.</summary>
internal static class StillEndpoints
{
    public static void MapStills(this IEndpointRouteBuilder door) => door.MapGet(MediaDoor.StillPath + "{**stream}", GetAsync);

    private static async Task<IResult> GetAsync(
        string stream,
        int width,
        string? grant,
        MediaDoor door,
        StillStore stills,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        if (!StreamPath.TryParse(stream, out var path))
        {
            return Problem(StatusCodes.Status404NotFound, "stream-not-found", "That is not the name of a stream.");
        }
        var verdict = await door.VerifyStillAsync(path, width, grant, cancellationToken);
        if (verdict != MediaTokenVerdict.Valid)
        {
            var isExpired = verdict == MediaTokenVerdict.Expired;
            return Problem(
                StatusCodes.Status403Forbidden,
                isExpired ? "grant-expired" : "grant-invalid",
                isExpired ? "The grant has expired; ask for a new one." : "The grant is not valid for this path."
            );
        }
        var still = await stills.GetAsync(path, width, cancellationToken);
        if (still.Refusal is { } refusal)
        {
            return Problem(StatusOf(refusal.Code), refusal.Reason, refusal.Detail);
        }
        http.Response.Headers["X-Still-Time"] = still.TakenAt.UtcDateTime.ToString("O");
        http.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(still.Jpeg, "image/jpeg");
    }

    private static int StatusOf(RefusalCode code) =>
        code switch
        {
            RefusalCode.NotFound => StatusCodes.Status404NotFound,
            RefusalCode.NotAcceptable => StatusCodes.Status406NotAcceptable,
            _ => StatusCodes.Status503ServiceUnavailable,
        };

    private static IResult Problem(int status, string reason, string detail) =>
        Results.Problem(
            detail,
            statusCode: status,
            type: $"urn:command:problem:{reason}",
            extensions: new Dictionary<string, object?> { ["reason"] = reason }
        );
}
