namespace Command.Silo.Storage;

/// <summary>One aggregate as it is stored; <paramref name="Version"/> counts its accepted commands from 1.</summary>
internal sealed record StoredAggregate(long Version, int Schema, string Json);
