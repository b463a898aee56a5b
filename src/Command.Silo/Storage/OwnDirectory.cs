namespace Command.Silo.Storage;

/// <summary>Directories for this account alone: they hold the record, hashes of passwords and keys.</summary>
internal static class OwnDirectory
{
    /// <summary>Makes what is missing of the path; a directory that an operator has made stays as it is.</summary>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(path);
            return;
        }
        // CreateDirectory gives the mode to the last directory only.
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent && !System.IO.Directory.Exists(parent))
        {
            Make(parent);
        }
        System.IO.Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
