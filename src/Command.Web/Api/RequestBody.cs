using System.Buffers;
using System.Text;
using System.Text.Json;
using Command.Web.Realtime;
using Command.Web.Security;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Command.Web.Api;

/// <summary>Reads bounded bodies and says what is wrong with a bad one: 415, 413, 400 with the field.</summary>
internal static class RequestBody
{
    /// <summary>Bytes of the largest JSON body or SDP.</summary>
    public const int Largest = 64 * 1024;

    /// <summary>Reads a JSON body.</summary>
    public static async Task<(T? Value, ProblemHttpResult? Problem)> JsonAsync<T>(HttpContext http, CancellationToken cancellationToken)
        where T : class
    {
        if (!http.Request.HasJsonContentType())
        {
            return (null, Problems.Result(StatusCodes.Status415UnsupportedMediaType, "json-required"));
        }
        var (bytes, problem) = await BytesAsync(http, cancellationToken);
        if (bytes is null)
        {
            return (null, problem);
        }
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, WireJson.Options) is { } value
                ? (value, null)
                : (null, Problems.Result(StatusCodes.Status400BadRequest, "bad-json"));
        }
        catch (JsonException e)
        {
            var field = FieldOf(e.Path);
            return (
                null,
                field is null
                    ? Problems.Result(StatusCodes.Status400BadRequest, "bad-json")
                    : Problems.Result(StatusCodes.Status400BadRequest, "bad-value", field: field, arguments: [field])
            );
        }
    }

    /// <summary>Reads a text body of exactly this media type.</summary>
    public static async Task<(string? Text, ProblemHttpResult? Problem)> TextAsync(
        HttpContext http,
        string mediaType,
        CancellationToken cancellationToken
    )
    {
        if (
            !MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            || !type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)
        )
        {
            return (null, Problems.Result(StatusCodes.Status415UnsupportedMediaType, "media-type-not-supported", arguments: [mediaType]));
        }
        var (bytes, problem) = await BytesAsync(http, cancellationToken);
        return bytes is null ? (null, problem) : (Encoding.UTF8.GetString(bytes), null);
    }

    private static async Task<(byte[]? Bytes, ProblemHttpResult? Problem)> BytesAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (http.Request.ContentLength > Largest)
        {
            return (null, TooLarge());
        }
        // Kestrel's own limit stops a body without a length; ours is smaller.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = Largest;
        }
        try
        {
            while (true)
            {
                var read = await http.Request.BodyReader.ReadAsync(cancellationToken);
                if (read.Buffer.Length > Largest)
                {
                    return (null, TooLarge());
                }
                if (read.IsCompleted)
                {
                    var bytes = read.Buffer.ToArray();
                    http.Request.BodyReader.AdvanceTo(read.Buffer.End);
                    return (bytes, null);
                }
                http.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, TooLarge());
        }
        catch (BadHttpRequestException)
        {
            return (null, Problems.Result(StatusCodes.Status400BadRequest, "bad-request"));
        }
    }

    private static ProblemHttpResult TooLarge() =>
        Problems.Result(StatusCodes.Status413PayloadTooLarge, "body-too-large", arguments: ["64"]);

    /// <summary><c>$.tiles[0].slot</c> → <c>tiles[0].slot</c>; null for the document itself.</summary>
    private static string? FieldOf(string? path) => path is { Length: > 2 } && path[0] == '$' ? path[1..].TrimStart('.') : null;
}
