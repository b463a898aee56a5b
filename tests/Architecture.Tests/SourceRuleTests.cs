using System.Text.RegularExpressions;

namespace Command.Architecture.Tests;

/// <summary>Rules about files that no analyzer knows.</summary>
public sealed partial class SourceRuleTests
{
    private const int LineLimit = 500;

    private static readonly string[] CodeFolders = ["src", "tests", "tools"];

    private static readonly string[] NativeFolders =
    [
        "src/Media/Buffers/",
        "src/Media/Transport/Native/",
        "src/Media/Ffmpeg/",
        "src/Media/Analysis/",
    ];

    [Fact]
    public void No_file_is_longer_than_the_limit()
    {
        var tooLong = Code(".cs", ".ts", ".razor")
            .Select(path => (Path: Repository.Relative(path), Lines: File.ReadLines(path).Count()))
            .Where(file => file.Lines > LineLimit && !file.Path.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(file => $"{file.Path}: {file.Lines} lines");
        Assert.Empty(tooLong);
    }

    [Fact]
    public void Namespace_is_folder()
    {
        var wrong = new List<string>();
        foreach (var path in Code(".cs"))
        {
            var match = NamespaceLine().Match(File.ReadAllText(path));
            if (!match.Success || path.Contains("/Migrations/", StringComparison.Ordinal))
            {
                continue;
            }
            var folder = Path.GetDirectoryName(Repository.Relative(path))!.Replace('\\', '/');
            var tail = string.Join('.', folder.Split('/').Skip(2));
            if (!match.Groups[1].Value.EndsWith(tail, StringComparison.Ordinal))
            {
                wrong.Add($"{Repository.Relative(path)}: {match.Groups[1].Value}");
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void Unsafe_code_and_native_calls_live_in_their_folders()
    {
        var offenders = Repository
            .Files("src", ".cs")
            .Where(path => !NativeFolders.Any(folder => Repository.Relative(path).StartsWith(folder, StringComparison.Ordinal)))
            .Where(path => NativeCode().IsMatch(File.ReadAllText(path)))
            .Select(Repository.Relative);
        Assert.Empty(offenders);
    }

    [Fact]
    public void Array_pools_appear_only_where_memory_is_owned()
    {
        var offenders = Repository
            .Files("src", ".cs")
            .Where(path => !Repository.Relative(path).StartsWith("src/Media/Buffers/", StringComparison.Ordinal))
            .Where(path => File.ReadAllText(path).Contains("ArrayPool<", StringComparison.Ordinal))
            .Select(Repository.Relative);
        Assert.Empty(offenders);
    }

    [Fact]
    public void No_text_for_people_stands_in_code()
    {
        var offenders = Repository
            .Files("src", ".cs", ".razor", ".ts")
            .Where(path => !Repository.Relative(path).StartsWith("src/Command.Web/Client/test/", StringComparison.Ordinal))
            .Where(path => !Repository.Relative(path).StartsWith("src/Command.Web/Client/harness/", StringComparison.Ordinal))
            .SelectMany(path =>
                File.ReadLines(path).Select((line, index) => (Path: Repository.Relative(path), Line: line, Number: index + 1))
            )
            .Where(entry => HanInQuotes().IsMatch(entry.Line) && !CommentLine().IsMatch(entry.Line))
            .Select(entry => $"{entry.Path}:{entry.Number}");
        Assert.Empty(offenders);
    }

    [Fact]
    public void Lock_files_name_no_host()
    {
        var locks = Directory
            .EnumerateFiles(Repository.Root, "*lock.json", SearchOption.AllDirectories)
            .Where(path =>
                !path.Contains("node_modules", StringComparison.Ordinal) && !path.Contains("/artifacts/", StringComparison.Ordinal)
            )
            .ToList();
        Assert.NotEmpty(locks);
        Assert.Empty(
            locks
                .Where(path => File.ReadAllText(path).Contains("\"resolved\": \"http", StringComparison.Ordinal))
                .Select(Repository.Relative)
        );
    }

    [Fact]
    public void Tests_neither_sleep_nor_skip()
    {
        var offenders = Repository
            .Files("tests", ".cs")
            .Where(path => !path.EndsWith("SourceRuleTests.cs", StringComparison.Ordinal))
            .SelectMany(path =>
                File.ReadLines(path).Select((line, index) => (Path: Repository.Relative(path), Line: line, Number: index + 1))
            )
            .Where(entry => SleepOrSkip().IsMatch(entry.Line))
            .Select(entry => $"{entry.Path}:{entry.Number} {entry.Line.Trim()}");
        Assert.Empty(offenders);
    }

    private static IEnumerable<string> Code(params string[] extensions) =>
        CodeFolders.SelectMany(folder => Repository.Files(folder, extensions));

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\bunsafe\b(?! handle|-inline)|\[DllImport|\[LibraryImport")]
    private static partial Regex NativeCode();

    [GeneratedRegex("[\"'`>][^\"'`<]*\\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex HanInQuotes();

    [GeneratedRegex(@"^\s*(//|/\*|\*)")]
    private static partial Regex CommentLine();

    [GeneratedRegex(@"Thread\.Sleep|\bSkip\s*=\s*""|Assert\.True\(true\)")]
    private static partial Regex SleepOrSkip();
}
