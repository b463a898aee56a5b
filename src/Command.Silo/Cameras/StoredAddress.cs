namespace Command.Silo.Cameras;

/// <summary>Address of one stream as it is stored.</summary>
/// <param name="Shown">Without user, password, and without the passwords that some vendors put into the path.</param>
/// <param name="Protected">The whole address, encrypted; only when <paramref name="Shown"/> hides something.</param>
internal sealed record StoredAddress(string Shown, string? Protected);
