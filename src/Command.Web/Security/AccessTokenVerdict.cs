namespace Command.Web.Security;

/// <summary>What a presented access token is.</summary>
internal enum AccessTokenVerdict
{
    Valid,
    Malformed,
    Expired,
}
