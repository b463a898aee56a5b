namespace Command.TestKit;

/// <summary>Inputs that once broke a parser, or are meant to: tests/TestData/crashes/PARSER/*. Each stays for ever.</summary>
public static class CrashCorpus
{
    /// <summary>Rows for a theory with one string parameter: the file's name; read it with <see cref="Read"/>.</summary>
    public static IEnumerable<object[]> Rows(string parser) =>
        Directory.EnumerateFiles(Folder(parser)).Order(StringComparer.Ordinal).Select(path => new object[] { Path.GetFileName(path) });

    /// <summary>The bytes of one input.</summary>
    public static byte[] Read(string parser, string name) => File.ReadAllBytes(Path.Combine(Folder(parser), name));

    private static string Folder(string parser) => Path.Combine(Repository.Root, "tests", "TestData", "crashes", parser);
}
