namespace Command.Media.Dtls;

/// <summary>A handshake that came to nothing: protocol error, wrong certificate, no common profile, timeout or abort.</summary>
internal sealed class DtlsException(string message, Exception? inner = null) : Exception(message, inner);
