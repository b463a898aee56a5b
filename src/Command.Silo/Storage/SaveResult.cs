namespace Command.Silo.Storage;

/// <summary>What became of a write. Anything but <see cref="Saved"/> changed nothing.</summary>
internal abstract record SaveResult
{
    private SaveResult() { }

    /// <summary>On disk: the aggregate's new version and the number of the first event (0 when there was none).</summary>
    internal sealed record Saved(long Version, long FirstSeq) : SaveResult;

    /// <summary>Somebody else wrote first; the aggregate is at this version now (0 = does not exist).</summary>
    internal sealed record VersionConflict(long Actual) : SaveResult;

    /// <summary>A unique index of a projection refused the row; names the database's constraint or columns.</summary>
    internal sealed record DuplicateKey(string Constraint) : SaveResult;
}
