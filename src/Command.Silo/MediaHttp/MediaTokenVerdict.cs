namespace Command.Silo.MediaHttp;

/// <summary>What a grant is worth.</summary>
internal enum MediaTokenVerdict
{
    Valid,
    Malformed,
    Forged,
    Expired,
}
