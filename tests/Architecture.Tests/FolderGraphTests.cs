using System.Reflection;
using ArchUnitNET.Loader;

namespace Command.Architecture.Tests;

/// <summary>
/// The folder graph, proved on the compiled code: a reference needs no using line inside one assembly, so text would not show it.
/// </summary>
public sealed class FolderGraphTests
{
    public static TheoryData<string, string> Assemblies =>
        new()
        {
            { "Command.Media", nameof(FolderGraph.Media) },
            { "Command.Devices", nameof(FolderGraph.Devices) },
            { "Command.Contracts", nameof(FolderGraph.Contracts) },
            { "Command.Silo", nameof(FolderGraph.Silo) },
            { "Command.Web", nameof(FolderGraph.Web) },
        };

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Folders_use_only_the_folders_they_may(string assemblyName, string graphName)
    {
        var graph = GraphOf(graphName);
        var architecture = new ArchLoader().LoadAssembly(System.Reflection.Assembly.Load(assemblyName)).Build();
        var violations = new SortedSet<string>(StringComparer.Ordinal);
        var seen = 0;
        foreach (var type in architecture.Types)
        {
            if (FolderOf(type.Namespace?.FullName, assemblyName) is not { } from || IsGenerated(type.FullName))
            {
                continue;
            }
            seen++;
            if (!graph.TryGetValue(from, out var allowed))
            {
                violations.Add($"folder {from} is not on the map (tests/Architecture.Tests/FolderGraph.cs)");
                continue;
            }
            foreach (var dependency in type.Dependencies)
            {
                var to = FolderOf(dependency.Target.Namespace?.FullName, assemblyName);
                // Type parameters of generated JSON contexts share one name, and the reader takes them for one type.
                if (dependency.Target.FullName.EndsWith("<TJsonMetadataType>", StringComparison.Ordinal))
                {
                    continue;
                }
                if (to is null || to == from || allowed == FolderGraph.Any || allowed.Split(' ').Contains(to))
                {
                    continue;
                }
                violations.Add($"{from} may not use {to}: {type.FullName} -> {dependency.Target.FullName}");
            }
        }
        Assert.True(seen > 0, $"No type of {assemblyName} was read.");
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_map_has_no_circle_and_no_unknown_folder(string assemblyName, string graphName)
    {
        var graph = GraphOf(graphName);
        foreach (var (folder, uses) in graph.Where(entry => entry.Value is not ("" or FolderGraph.Any)))
        {
            Assert.All(
                uses.Split(' '),
                used => Assert.True(graph.ContainsKey(used), $"{assemblyName}: {folder} uses {used}, which is not a folder")
            );
            Assert.False(Reaches(graph, folder, folder, []), $"{assemblyName}: {folder} reaches itself");
        }
    }

    private static bool Reaches(Dictionary<string, string> graph, string from, string goal, HashSet<string> visited)
    {
        foreach (var next in graph[from].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (next == goal || (next != FolderGraph.Any && visited.Add(next) && Reaches(graph, next, goal, visited)))
            {
                return true;
            }
        }
        return false;
    }

    private static Dictionary<string, string> GraphOf(string name) =>
        (Dictionary<string, string>)typeof(FolderGraph).GetField(name, BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    private static string? FolderOf(string? typeNamespace, string assemblyName) =>
        typeNamespace is not null && typeNamespace.StartsWith(assemblyName + ".", StringComparison.Ordinal)
            ? typeNamespace[(assemblyName.Length + 1)..].Split('.')[0]
            : null;

    /// <summary>Serializers and proxies that Orleans generates name every type they carry.</summary>
    private static bool IsGenerated(string fullName) =>
        fullName.StartsWith("OrleansCodeGen", StringComparison.Ordinal) || fullName.Contains("Metadata_", StringComparison.Ordinal);
}
