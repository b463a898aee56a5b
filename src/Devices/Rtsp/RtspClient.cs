using System.Globalization;
using Command.Devices.Drivers;
using Command.Devices.TextProtocol;
using Command.Media.Sdp;

namespace Command.Devices.Rtsp;

/// <summary>
/// The methods of RFC 2326 over one connection, with authentication and session. Every refusal is a <see cref="DeviceException"/> with
/// its cause. Requests may overlap; SETUP and PLAY are sent one after the other by their caller.
/// </summary>
internal sealed class RtspClient
{
    /// <summary>RFC 2326 §12.37.</summary>
    private static readonly TimeSpan DefaultSessionTimeout = TimeSpan.FromSeconds(60);

    private readonly RtspConnection _connection;
    private readonly DeviceUri _uri;
    private readonly DigestAuthenticator? _authenticator;
    private readonly RtspOptions _options;
    private readonly Lock _gate = new();
    private volatile string? _session;
    private bool _isProven;
    private bool _isRefused;

    public RtspClient(RtspConnection connection, DeviceUri uri, DeviceCredential? credential, RtspOptions options)
    {
        _connection = connection;
        _uri = uri;
        _options = options;
        _authenticator = credential is null ? null : new DigestAuthenticator(credential.UserName, credential.Password);
    }

    /// <summary>Server header of the last answer that had one.</summary>
    public string? Server { get; private set; }

    /// <summary>True when the device lists GET_PARAMETER.</summary>
    public bool OffersGetParameter { get; private set; }

    /// <summary>How long the device keeps a session without a sign of life.</summary>
    public TimeSpan SessionTimeout { get; private set; } = DefaultSessionTimeout;

    /// <summary>
    /// Asks what the device can do. Only a failed connection and a refused password are failures: some devices do not know OPTIONS.
    /// </summary>
    public async Task OptionsAsync(CancellationToken cancellationToken)
    {
        var response = await SendAsync("OPTIONS", _uri.RequestUri, null, _options.RequestTimeout, cancellationToken).ConfigureAwait(false);
        if (_isRefused)
        {
            ThrowUnlessSuccess("OPTIONS", response);
        }

        OffersGetParameter = response.Headers.Find("Public")?.Contains("GET_PARAMETER", StringComparison.OrdinalIgnoreCase) ?? false;
    }

    /// <summary>Asks for the description.</summary>
    public async Task<RtspDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        var accept = new HeaderCollection { { "Accept", "application/sdp" } };
        var response = await SendAsync("DESCRIBE", _uri.RequestUri, accept, _options.RequestTimeout, cancellationToken)
            .ConfigureAwait(false);
        if (response.Status is 301 or 302 or 303 or 307 && DeviceUri.TryParse(response.Headers.Find("Location"), out var target, out _))
        {
            return new RtspDescription(new SessionDescription(), string.Empty, target);
        }

        ThrowUnlessSuccess("DESCRIBE", response);
        var verdict = SdpReader.TryRead(response.Message.Body.Span, out var sdp);
        if (verdict != SdpParseError.None)
        {
            throw _connection.Failure(DeviceCause.BadSdp, $"The description of the stream cannot be read: {verdict}.");
        }

        var baseUri = ControlUri.Base(_uri, response.Headers.Find("Content-Base"), response.Headers.Find("Content-Location"));
        return new RtspDescription(sdp, baseUri, null);
    }

    /// <summary>Sets up one track and gives the transport that the device chose.</summary>
    public async Task<RtspTransportHeader> SetupAsync(string trackUri, RtspTransportHeader transport, CancellationToken cancellationToken)
    {
        var headers = new HeaderCollection { { "Transport", transport.ToString() } };
        var response = await SendAsync("SETUP", trackUri, headers, _options.RequestTimeout, cancellationToken).ConfigureAwait(false);
        ThrowUnlessSuccess("SETUP", response);
        AcceptSession(response.Headers.Find("Session"));
        return response.Headers.Find("Transport") is { } answer ? RtspTransportHeader.Parse(answer) : transport;
    }

    /// <summary>Starts the stream.</summary>
    public async Task PlayAsync(string aggregateUri, CancellationToken cancellationToken)
    {
        var headers = new HeaderCollection { { "Range", "npt=0.000-" } };
        var response = await SendAsync("PLAY", aggregateUri, headers, _options.RequestTimeout, cancellationToken).ConfigureAwait(false);
        ThrowUnlessSuccess("PLAY", response);
    }

    /// <summary>Ends the session. A device that does not answer in time is left alone.</summary>
    public async Task TeardownAsync(string aggregateUri)
    {
        if (_session is null)
        {
            return;
        }

        try
        {
            await SendAsync("TEARDOWN", aggregateUri, null, _options.TeardownTimeout, CancellationToken.None).ConfigureAwait(false);
        }
        catch (DeviceException)
        {
            // The connection closes next, which ends the session as well.
        }
    }

    /// <summary>One sign of life; gives the answer's status.</summary>
    public async Task<int> KeepAliveAsync(string method, string uri, CancellationToken cancellationToken) =>
        (await SendAsync(method, uri, null, _options.RequestTimeout, cancellationToken).ConfigureAwait(false)).Status;

    private async Task<RtspResponse> SendAsync(
        string method,
        string uri,
        HeaderCollection? headers,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        // The first try, one after a challenge, one more after a stale nonce.
        const int Tries = 3;
        for (var attempt = 1; ; attempt++)
        {
            var request = Build(method, uri, headers);
            var response = await _connection.SendAsync(request, patience, cancellationToken).ConfigureAwait(false);
            Server = response.Headers.Find("Server") ?? Server;
            var carriedPassword = request.Headers.Find("Authorization") is not null;
            lock (_gate)
            {
                if (response.Status != 401)
                {
                    _isProven |= carriedPassword;
                    return response;
                }

                if (
                    !(_authenticator?.TryAccept(response.Headers.FindAll("WWW-Authenticate")) ?? false)
                    || IsRefusal(carriedPassword)
                    || attempt == Tries
                )
                {
                    _isRefused |= carriedPassword;
                    return response;
                }
            }
        }
    }

    /// <summary>
    /// A fresh nonce comes with every 401 of most devices and alone is no reason to send a wrong password again: they lock the account
    /// after a few. It is one once the password was right, since not every device says "stale".
    /// </summary>
    private bool IsRefusal(bool carriedPassword) => carriedPassword && !_isProven && !(_authenticator?.IsStale ?? false);

    private RtspRequest Build(string method, string uri, HeaderCollection? headers)
    {
        var all = new HeaderCollection();
        foreach (var (name, value) in headers ?? [])
        {
            all.Add(name, value);
        }

        if (_session is { } session)
        {
            all.Add("Session", session);
        }

        lock (_gate)
        {
            if (_authenticator?.Authorize(method, uri) is { } authorization)
            {
                all.Add("Authorization", authorization);
            }
        }

        return new RtspRequest(method, uri) { Headers = all };
    }

    /// <summary>
    /// "66334873;timeout=60". The first id stays, even when a later SETUP answers with another: V380 and others do, and know the first one.
    /// </summary>
    private void AcceptSession(string? header)
    {
        if (header is null)
        {
            return;
        }

        var parts = header.Split(';', StringSplitOptions.TrimEntries);
        if (parts[0].Length > 0)
        {
            _session ??= parts[0];
        }

        foreach (var part in parts.Skip(1))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (
                equals > 0
                && part[..equals].Trim().Equals("timeout", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(part[(equals + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && seconds is > 0 and <= 86_400
            )
            {
                SessionTimeout = TimeSpan.FromSeconds(seconds);
            }
        }
    }

    private void ThrowUnlessSuccess(string method, RtspResponse response)
    {
        if (response.IsSuccess)
        {
            return;
        }

        var answer = $"{method} was answered with {response.Status} {response.Reason}".TrimEnd() + ".";
        throw response.Status switch
        {
            401 or 403 when _authenticator is null => _connection.Failure(
                DeviceCause.Unauthorized,
                "The device wants a name and a password."
            ),
            401 or 403 => _connection.Failure(DeviceCause.Unauthorized, "The device refuses the name or the password."),
            404 or 454 when method != "PLAY" => _connection.Failure(DeviceCause.NotFound, answer),
            461 => _connection.Failure(DeviceCause.TransportRefused, answer),
            _ => _connection.Failure(DeviceCause.ProtocolError, answer),
        };
    }
}
