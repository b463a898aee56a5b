using System.Text.RegularExpressions;

namespace Command.Architecture.Tests;

/// <summary>Documents are true: links lead somewhere, generated tables are fresh. COMMAND_UPDATE_DOCS=1 writes the tables anew.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void Links_lead_somewhere()
    {
        var documents = Repository.Files("docs", ".md").Concat(Directory.EnumerateFiles(Repository.Root, "*.md")).ToList();
        Assert.NotEmpty(documents);
        var dead = new List<string>();
        foreach (var document in documents)
        {
            foreach (Match link in Link().Matches(File.ReadAllText(document)))
            {
                var target = link.Groups[1].Value.Split('#')[0];
                if (
                    target.Length == 0
                    || target.Contains("://", StringComparison.Ordinal)
                    || target.StartsWith("mailto:", StringComparison.Ordinal)
                )
                {
                    continue;
                }
                var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, target));
                if (!File.Exists(path) && !Directory.Exists(path))
                {
                    dead.Add($"{Repository.Relative(document)}: {target}");
                }
            }
        }
        Assert.Empty(dead);
    }

    [Fact]
    public void Files_named_in_the_reading_path_exist()
    {
        var architecture = File.ReadAllText(Path.Combine(Repository.Root, "docs/architecture.md"));
        var named = SourcePath().Matches(architecture).Select(match => match.Value).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.All(named, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), $"{path} is named and missing"));
    }

    [Fact]
    public void Options_page_is_fresh() => AssertFresh("docs/ref/options.md", OptionsPage.Render());

    [Fact]
    public void Authority_page_is_fresh() => AssertFresh("docs/ref/authority.md", AuthorityPage.Render());

    [Fact]
    public void Rfc_coverage_is_fresh() => AssertFresh("docs/rfc-coverage.md", RfcCoveragePage.Render());

    private static void AssertFresh(string document, string expected)
    {
        var path = Path.Combine(Repository.Root, document);
        if (Environment.GetEnvironmentVariable("COMMAND_UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }
        var actual = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(expected == actual, $"{document} is stale: run the tests once with COMMAND_UPDATE_DOCS=1 and review the diff.");
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?:src|tests|tools)/[\w./-]*\w")]
    private static partial Regex SourcePath();
}
