using System.Globalization;
using Command.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Command.Web.Api;

/// <summary>Reads <c>If-Match</c> and query numbers; a bad one is a 400 that names it.</summary>
internal static class Preconditions
{
    /// <summary>Null without the header or for <c>*</c>: the last writer wins.</summary>
    public static (long? Version, ProblemHttpResult? Problem) IfMatch(HttpContext http)
    {
        var header = http.Request.Headers.IfMatch.ToString().Trim();
        if (header.Length == 0 || header == "*")
        {
            return (null, null);
        }
        return
            header.Length > 2
            && header[0] == '"'
            && header[^1] == '"'
            && long.TryParse(header.AsSpan(1, header.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? (version, null)
            : (null, Problems.Result(StatusCodes.Status400BadRequest, "bad-if-match", field: "If-Match"));
    }

    /// <summary>A time from the query, ISO 8601; without a zone it is UTC.</summary>
    public static (DateTimeOffset Value, ProblemHttpResult? Problem) Time(string? text, string name, DateTimeOffset standard)
    {
        if (string.IsNullOrEmpty(text))
        {
            return (standard, null);
        }
        return DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var value
        )
            ? (value, null)
            : (standard, Problems.Result(StatusCodes.Status400BadRequest, "time-malformed", field: name, arguments: [name]));
    }

    /// <summary>A text from the query; blank counts as absent.</summary>
    public static string? NullWhenEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>A number from the query within a range.</summary>
    public static (int Value, ProblemHttpResult? Problem) Number(string? text, string name, int standard, int least, int most)
    {
        if (string.IsNullOrEmpty(text))
        {
            return (standard, null);
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? (value, null)
            : (
                0,
                Problems.Result(
                    StatusCodes.Status400BadRequest,
                    "number-out-of-range",
                    field: name,
                    arguments: [name, least.ToString(CultureInfo.InvariantCulture), most.ToString(CultureInfo.InvariantCulture)]
                )
            );
    }
}
