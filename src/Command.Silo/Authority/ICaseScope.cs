namespace Command.Silo.Authority;

/// <summary>Which cases somebody belongs to. Hearings will know; until they do nobody belongs to any.</summary>
internal interface ICaseScope
{
    /// <summary>Does the object belong to a case of this account? Answers from memory: it is asked for every decision.</summary>
    bool IsOwnCase(string accountId, AccessScope scope);
}
