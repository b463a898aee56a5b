namespace Command.TestKit;

/// <summary>Where the sources are, found from the place of the running test.</summary>
public static class Repository
{
    /// <summary>Folder that holds Command.sln.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Command.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Command.sln above {AppContext.BaseDirectory}.");
    }
}
