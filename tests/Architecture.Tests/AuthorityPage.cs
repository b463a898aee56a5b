using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Command.Contracts.Authority;

namespace Command.Architecture.Tests;

/// <summary>Renders docs/ref/authority.md: every right × every role, from the role file that the server reads.</summary>
internal static class AuthorityPage
{
    public static string Render()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "src/Command.Silo/Authority/roles.json")));
        var roles = file.RootElement.EnumerateArray().ToList();
        var page = new StringBuilder();
        page.Append(
            """
            # Roles and rights

            Made from the role file by a test; do not edit. Deny by default: a dash is a refusal. Somebody holds a role in a unit, on device groups, or on the whole site, from a time until a time; a role that goes by shifts counts only while its holder is on shift in it.

            | in a cell | means |
            |---|---|
            | unit | in the unit the role is held in and all below it, and on its groups; everywhere when it is held on the whole site |
            | own unit | in that unit only |
            | group | on devices of the groups the role is held on |
            | own device | on devices the holder has in hand |
            | own case | in cases the holder belongs to; there are none before hearings exist |
            | site | everywhere, wherever the role is held |
            | reason | a reason or a case number has to be given |
            | 2 persons | each use has to be approved by a second person |
            | ≤ 72 h | footage no older than that |
            | ≤ 60 s | a viewing ends after that |
            | *name* | only entries of that list |


            """
        );
        AppendRoles(page, roles);
        AppendRights(page, roles);
        return page.ToString();
    }

    private static void AppendRoles(StringBuilder page, List<JsonElement> roles)
    {
        page.Append("## Roles\n\n| role | goes by shifts | may break the glass | administrator | note |\n|---|---|---|---|---|\n");
        foreach (var role in roles)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {IdOf(role)} | {Flag(role, "shiftBound")} | {Flag(role, "breakGlass")} | {Flag(role, "administrator")} | {Text(role, "note")} |\n"
            );
        }
        page.Append(
            "\nNobody holds two of the administrators' roles, and nobody changes their own roles; making an administrator takes a second person.\n\n"
        );
    }

    private static void AppendRights(StringBuilder page, List<JsonElement> roles)
    {
        var docs = OptionsPage.Documentation(typeof(Rights).Assembly);
        page.Append("## Rights\n\n| right | meaning |");
        roles.ForEach(role => page.Append(CultureInfo.InvariantCulture, $" {IdOf(role)} |"));
        page.Append("\n|---|---|").Insert(page.Length, "---|", roles.Count).Append('\n');
        foreach (var field in typeof(Rights).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var right = (string)field.GetRawConstantValue()!; // Rights has nothing but constants
            page.Append(
                CultureInfo.InvariantCulture,
                $"| `{right}` | {OptionsPage.Summary(docs, $"F:{typeof(Rights).FullName}.{field.Name}")} |"
            );
            roles.ForEach(role => page.Append(CultureInfo.InvariantCulture, $" {Cell(role, right)} |"));
            page.Append('\n');
        }
    }

    private static string Cell(JsonElement role, string right)
    {
        var ways = role.GetProperty("rights").EnumerateArray().Where(line => Text(line, "right") == right).Select(Way).ToList();
        return ways.Count == 0 ? "–" : string.Join("; ", ways);
    }

    private static string Way(JsonElement line)
    {
        var words = new List<string> { Text(line, "reach").Replace('-', ' ') };
        if (line.TryGetProperty("footageHours", out var hours))
        {
            words.Add($"≤ {hours} h");
        }
        if (line.TryGetProperty("viewSeconds", out var seconds))
        {
            words.Add($"≤ {seconds} s");
        }
        if (IsSet(line, "purpose"))
        {
            words.Add("reason");
        }
        if (IsSet(line, "approval"))
        {
            words.Add("2 persons");
        }
        if (Text(line, "list") is { Length: > 0 } list)
        {
            words.Add($"*{list}*");
        }
        return string.Join(", ", words);
    }

    private static string IdOf(JsonElement role) => Text(role, "id");

    private static string Flag(JsonElement role, string name) => IsSet(role, name) ? "yes" : "–";

    private static bool IsSet(JsonElement element, string name) => element.TryGetProperty(name, out var flag) && flag.GetBoolean();

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";
}
