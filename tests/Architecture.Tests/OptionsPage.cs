using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Command.Architecture.Tests;

/// <summary>Renders docs/ref/options.md from the options records and their doc comments.</summary>
internal static partial class OptionsPage
{
    private static readonly string[] Assemblies = ["Command.Media", "Command.Devices", "Command.Silo", "Command.Web"];

    public static string Render()
    {
        var page = new StringBuilder();
        page.Append("# Options\n\n");
        page.Append(
            "Made from the doc comments by a test; do not edit. Set them in `appsettings.json`, by environment (`Media__Port=8189`) "
        );
        page.Append(
            "or on the command line (`--Media:Port=8189`). Each is checked at start; a bad value stops the start and names the range.\n"
        );
        foreach (var assembly in Assemblies.Select(Assembly.Load))
        {
            var docs = Documentation(assembly);
            foreach (var type in assembly.GetTypes().Where(IsOptions).OrderBy(type => type.FullName, StringComparer.Ordinal))
            {
                page.Append(CultureInfo.InvariantCulture, $"\n## {SectionOf(type)}\n\n{Summary(docs, $"T:{type.FullName}")}\n\n");
                page.Append("| option | default | meaning |\n|---|---|---|\n");
                var defaults = Activator.CreateInstance(type, nonPublic: true);
                foreach (
                    var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite)
                )
                {
                    var meaning = Summary(docs, $"P:{type.FullName}.{property.Name}");
                    page.Append(
                        CultureInfo.InvariantCulture,
                        $"| `{SectionOf(type)}:{property.Name}` | {Show(property.GetValue(defaults))} | {meaning} |\n"
                    );
                }
            }
        }
        return page.ToString();
    }

    private static bool IsOptions(Type type) =>
        type.Name.EndsWith("Options", StringComparison.Ordinal)
        && type is { IsClass: true, IsAbstract: false }
        && SectionField(type) is not null;

    private static string SectionOf(Type type) => (string)SectionField(type)!.GetRawConstantValue()!;

    private static FieldInfo? SectionField(Type type) =>
        type.GetField("Section", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static);

    private static string Show(object? value) =>
        value switch
        {
            null or "" => "none",
            string text => $"`{text}`",
            bool flag => flag ? "`true`" : "`false`",
            IEnumerable list => list.Cast<object>().Any() ? $"`{string.Join(' ', list.Cast<object>())}`" : "none",
            IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
            _ => $"`{value}`",
        };

    internal static Dictionary<string, string> Documentation(Assembly assembly)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        return XDocument
            .Load(file)
            .Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!));
    }

    private static string Text(XElement summary)
    {
        foreach (var reference in summary.Descendants("see").ToList())
        {
            var name = reference.Attribute("cref")?.Value ?? reference.Attribute("langword")?.Value ?? "";
            reference.ReplaceWith($"`{name[(name.LastIndexOf('.') + 1)..]}`");
        }
        foreach (var code in summary.Descendants("c").ToList())
        {
            code.ReplaceWith($"`{code.Value}`");
        }
        return Whitespace().Replace(summary.Value, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    internal static string Summary(Dictionary<string, string> docs, string member) =>
        docs.TryGetValue(member.Replace('+', '.'), out var text)
            ? text
            : throw new InvalidOperationException($"{member} has no doc comment: whatever a page lists says what it means.");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
