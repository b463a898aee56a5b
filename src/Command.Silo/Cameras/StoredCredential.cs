namespace Command.Silo.Cameras;

/// <summary>Credential of a camera as it is stored.</summary>
/// <param name="UserName">In clear: people see it when they edit the camera.</param>
/// <param name="ProtectedPassword">Encrypted by the secret protector; readable in the silo only.</param>
internal sealed record StoredCredential(string UserName, string ProtectedPassword);
