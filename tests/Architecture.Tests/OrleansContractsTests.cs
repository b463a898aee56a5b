using Command.Contracts.Cameras;

namespace Command.Architecture.Tests;

/// <summary>
/// The contract files exist and are true. The analyzer compares them with the code in every build, but is silently off without its file.
/// </summary>
public sealed class OrleansContractsTests
{
    [Theory]
    [InlineData("Command.Contracts")]
    [InlineData("Command.Silo")]
    public void Contract_file_is_there_and_the_analyzer_is_on(string project)
    {
        var folder = Path.Combine(Repository.Root, "src", project);
        Assert.Contains(
            "EnableOrleansContractsAnalyzer>true<",
            File.ReadAllText(Path.Combine(folder, $"{project}.csproj")),
            StringComparison.Ordinal
        );
        Assert.True(new FileInfo(Path.Combine(folder, "OrleansContracts.txt")).Length > 0, $"{project}/OrleansContracts.txt is empty");
    }

    [Fact]
    public void Every_grain_interface_is_declared()
    {
        var declared = File.ReadAllText(Path.Combine(Repository.Root, "src/Command.Contracts/OrleansContracts.txt"));
        var grains = typeof(ICameraGrain)
            .Assembly.GetTypes()
            .Where(type => type.IsInterface && typeof(IGrain).IsAssignableFrom(type))
            .ToList();
        Assert.NotEmpty(grains);
        Assert.Empty(grains.Where(type => !declared.Contains(type.FullName!, StringComparison.Ordinal)).Select(type => type.FullName));
    }

    [Fact]
    public void Every_serialized_contract_has_an_alias()
    {
        var types = typeof(ICameraGrain)
            .Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), false))
            .ToList();
        Assert.NotEmpty(types);
        Assert.Empty(types.Where(type => !type.IsDefined(typeof(AliasAttribute), false)).Select(type => type.FullName));
    }
}
