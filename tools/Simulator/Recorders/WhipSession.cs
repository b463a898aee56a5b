using System.Net.Http.Headers;
using System.Text;

namespace Command.Tools.Simulator.Recorders;

/// <summary>One WHIP session (RFC 9725): POST makes it, DELETE ends it.</summary>
internal sealed class WhipSession
{
    private readonly HttpClient _http;
    private readonly Uri _location;
    private readonly string _bearer;

    private WhipSession(HttpClient http, Uri location, string bearer, string answer)
    {
        _http = http;
        _location = location;
        _bearer = bearer;
        Answer = answer;
    }

    /// <summary>The SDP answer.</summary>
    public string Answer { get; }

    /// <summary>Offers a stream.</summary>
    /// <exception cref="HttpRequestException">The server refused or did not answer; the message holds what it said.</exception>
    public static async Task<WhipSession> OpenAsync(
        HttpClient http,
        Uri address,
        string bearer,
        string offer,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = new StringContent(offer, Encoding.ASCII, "application/sdp");
        request.Content.Headers.ContentType!.CharSet = null; // set by the constructor
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var response = await http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode || response.Headers.Location is not { } location)
        {
            throw new HttpRequestException($"POST {address}: {(int)response.StatusCode} {text}", null, response.StatusCode);
        }

        return new WhipSession(http, new Uri(address, location), bearer, text);
    }

    /// <summary>Ends the session; a server that is gone has ended it already.</summary>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, _location);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _bearer);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException)
        {
            // DTLS says goodbye as well.
        }
    }
}
