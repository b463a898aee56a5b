using System.Xml.Linq;

namespace Command.Architecture.Tests;

/// <summary>Who may know whom (docs/architecture.md): read from the project files, so that an arrow cannot be added by accident.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Media"] = [],
        ["Devices"] = ["Media"],
        ["Command.Contracts"] = [],
        ["Command.Silo"] = ["Command.Contracts", "Devices", "Media"],
        ["Command.Web"] = ["Command.Contracts", "Command.Silo"],
    };

    private static readonly Dictionary<string, string[]> BannedPackages = new()
    {
        ["Media"] = ["Microsoft.Orleans", "Microsoft.AspNetCore", "MQTTnet", "Microsoft.EntityFrameworkCore"],
        ["Devices"] = ["Microsoft.Orleans", "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore"],
        ["Command.Contracts"] = ["Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "BouncyCastle"],
        ["Command.Web"] = ["Microsoft.EntityFrameworkCore", "Npgsql", "Microsoft.Data.Sqlite", "BouncyCastle"],
    };

    public static TheoryData<string> Projects => new(Allowed.Keys);

    [Fact]
    public void Source_projects_are_exactly_the_five_of_the_house()
    {
        var found = Directory
            .EnumerateDirectories(Path.Combine(Repository.Root, "src"))
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal);
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), found);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_what_it_may_know(string project)
    {
        var references = Read(project)
            .Descendants("ProjectReference")
            .Select(element => Path.GetFileNameWithoutExtension(element.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Empty(references.Except(Allowed[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_takes_no_package_that_it_must_not_see(string project)
    {
        var banned = BannedPackages.GetValueOrDefault(project, []);
        var packages = Read(project).Descendants("PackageReference").Select(element => element.Attribute("Include")!.Value);
        Assert.DoesNotContain(packages, package => banned.Any(prefix => package.StartsWith(prefix, StringComparison.Ordinal)));
    }

    [Fact]
    public void Only_the_composition_root_of_web_names_the_silo()
    {
        var offenders = Repository
            .Files("src/Command.Web", ".cs", ".razor")
            .Where(path => Repository.Relative(path) != "src/Command.Web/Hosting/Program.cs")
            .Where(path => File.ReadAllText(path).Contains("Command.Silo", StringComparison.Ordinal))
            .Select(Repository.Relative);
        Assert.Empty(offenders);
    }

    private static XDocument Read(string project) => XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"));
}
