namespace Command.Silo.Authority;

/// <summary>A site without hearings: nobody belongs to a case.</summary>
internal sealed class NoCases : ICaseScope
{
    public bool IsOwnCase(string accountId, AccessScope scope) => false;
}
