using System.Globalization;
using Command.Contracts.Common;
using Command.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Command.Web.Api;

/// <summary>Refusals of grains, and answers of accepted orders, as results of endpoints.</summary>
internal static class ProblemResults
{
    /// <summary>The refusal as a problem with its HTTP status.</summary>
    public static ProblemHttpResult Of(Refusal refusal, HttpContext http)
    {
        var status = StatusOf(refusal.Code);
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = "2";
        }
        return Problems.Result(
            status,
            refusal.Reason,
            refusal.Detail,
            refusal.Field,
            refusal.Arguments.IsDefault ? null : refusal.Arguments
        );
    }

    /// <summary>200 with the value, or the refusal.</summary>
    public static IResult Ok<T>(CommandResult<T> result, HttpContext http, long? version = null)
        where T : class
    {
        if (result.Refusal is { } refusal)
        {
            return Of(refusal, http);
        }
        SetVersion(http, version);
        return TypedResults.Ok(result.Value);
    }

    /// <summary>201 with the value, or the refusal.</summary>
    public static IResult Created<T>(CommandResult<T> result, HttpContext http, Func<T, string> location, Func<T, long> version)
        where T : class
    {
        if (result.Value is not { } value)
        {
            return Of(result.Refusal!, http);
        }
        SetVersion(http, version(value));
        return TypedResults.Created(location(value), value);
    }

    /// <summary>204, or the refusal.</summary>
    public static IResult NoContent(CommandResult result, HttpContext http) =>
        result.Refusal is { } refusal ? Of(refusal, http) : TypedResults.NoContent();

    private static void SetVersion(HttpContext http, long? version)
    {
        if (version is { } number)
        {
            http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{number}\"");
        }
    }

    private static int StatusOf(RefusalCode code) =>
        code switch
        {
            RefusalCode.Invalid => StatusCodes.Status400BadRequest,
            RefusalCode.NotFound => StatusCodes.Status404NotFound,
            RefusalCode.Forbidden => StatusCodes.Status403Forbidden,
            RefusalCode.Conflict => StatusCodes.Status409Conflict,
            RefusalCode.VersionConflict => StatusCodes.Status412PreconditionFailed,
            RefusalCode.NotAcceptable => StatusCodes.Status406NotAcceptable,
            _ => StatusCodes.Status503ServiceUnavailable,
        };
}
