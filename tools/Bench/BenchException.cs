namespace Command.Tools.Bench;

/// <summary>A bench cannot go on; the message says what is missing.</summary>
internal sealed class BenchException(string message) : Exception(message);
