namespace Command.Devices.TextProtocol;

/// <summary>One message of the HTTP-like grammar: a start line, headers and a body (RFC 2326 §4, RFC 3261 §7).</summary>
/// <param name="StartLine">Request or status line without its line end.</param>
/// <param name="Headers">Header lines.</param>
/// <param name="Body">A copy that the message owns; empty when there is none.</param>
public sealed record TextMessage(string StartLine, HeaderCollection Headers, ReadOnlyMemory<byte> Body);
