using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Command.Architecture.Tests;

/// <summary>Renders docs/rfc-coverage.md: which file cites which section, and which test file cites the same document.</summary>
internal static partial class RfcCoveragePage
{
    public static string Render()
    {
        var sections = new SortedDictionary<int, SortedDictionary<string, SortedSet<string>>>();
        var tests = new SortedDictionary<int, SortedSet<string>>();
        foreach (var path in Repository.Files("src", ".cs"))
        {
            foreach (var (rfc, section) in Citations(File.ReadAllText(path)))
            {
                Entry(Entry(sections, rfc), Repository.Relative(path)).Add(section);
            }
        }
        foreach (var path in Repository.Files("tests", ".cs").Where(path => !path.Contains("Architecture.Tests", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(path);
            foreach (var rfc in Citations(text).Select(citation => citation.Rfc).Concat(NamedTests(text)).Distinct())
            {
                Entry(tests, rfc).Add(Repository.Relative(path));
            }
        }

        var page = new StringBuilder();
        page.Append(
            "# RFC coverage\n\nMade from the citations in code and tests by a test; do not edit. A document without a test file is cited, not proved.\n"
        );
        foreach (var (rfc, files) in sections)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## RFC {rfc}\n\n| file | sections |\n|---|---|\n");
            foreach (var (file, cited) in files)
            {
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"| {file} | {string.Join(", ", cited.Where(section => section.Length > 0))} |\n"
                );
            }
            page.Append(
                CultureInfo.InvariantCulture,
                $"\nTests: {(tests.TryGetValue(rfc, out var found) ? string.Join(", ", found) : "none cites it")}\n"
            );
        }
        return page.ToString();
    }

    private static IEnumerable<(int Rfc, string Section)> Citations(string text) =>
        Citation()
            .Matches(text)
            .Select(match => (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Groups[2].Value.TrimEnd('.')));

    private static IEnumerable<int> NamedTests(string text) =>
        TestName().Matches(text).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    private static TValue Entry<TKey, TValue>(SortedDictionary<TKey, TValue> map, TKey key)
        where TKey : notnull
        where TValue : new()
    {
        if (!map.TryGetValue(key, out var value))
        {
            map[key] = value = new TValue();
        }
        return value;
    }

    [GeneratedRegex(@"RFC (\d{3,5})(?:,? (?:§|section |appendix )([A-Z0-9][\w.]*))?")]
    private static partial Regex Citation();

    [GeneratedRegex(@"\bRfc(\d{3,5})_")]
    private static partial Regex TestName();
}
