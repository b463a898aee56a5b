namespace Command.Silo.Keys;

/// <summary>The master key is missing, malformed or not the one the record was made with. The message says what to do.</summary>
internal sealed class MasterKeyException(string message, Exception? inner = null) : Exception(message, inner);
