using System.Runtime.CompilerServices;

namespace Command.Architecture.Tests;

/// <summary>The checkout that these tests judge.</summary>
internal static class Repository
{
    public static readonly string Root = FindRoot();

    /// <summary>Files under <paramref name="folder"/> with one of the extensions, without build output, packages and generated migrations.</summary>
    public static IEnumerable<string> Files(string folder, params string[] extensions)
    {
        var start = Path.Combine(Root, folder);
        if (!Directory.Exists(start))
        {
            return [];
        }
        return Directory
            .EnumerateFiles(start, "*", SearchOption.AllDirectories)
            .Where(path => extensions.Contains(Path.GetExtension(path)))
            .Where(path =>
                !Relative(path).Split('/').Any(part => part is "artifacts" or "node_modules" or "dist" or "bin" or "obj" or ".git")
            );
    }

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Command.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }
        return folder ?? throw new InvalidOperationException($"No Command.sln above {here}.");
    }
}
