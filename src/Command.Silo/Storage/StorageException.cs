namespace Command.Silo.Storage;

/// <summary>The database could not do what was asked.</summary>
internal sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
