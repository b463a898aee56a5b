namespace Command.Tools.Simulator.Clips;

/// <summary>A clip could not be made or read; the message says why and what helps.</summary>
internal sealed class ClipException(string message) : Exception(message);
