namespace Command.Tools.Simulator.Verbs;

/// <summary>The command line cannot be obeyed; the message says why.</summary>
internal sealed class VerbException(string message) : Exception(message);
