namespace Command.Silo.Tests.Fixtures;

/// <summary>What a kill at this moment would leave: a copy of a data directory while its server runs.</summary>
internal static class DiskCopy
{
    public static void Take(string from, string to)
    {
        foreach (
            var file in System
                .IO.Directory.GetFiles(from, "*", SearchOption.AllDirectories)
                .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
        )
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!); // a file in a tree lies in a directory
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = File.Create(target);
            source.CopyTo(copy);
        }
    }
}
