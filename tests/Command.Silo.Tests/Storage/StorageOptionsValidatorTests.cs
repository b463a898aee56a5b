using Command.Silo.Storage;

namespace Command.Silo.Tests.Storage;

public sealed class StorageOptionsValidatorTests
{
    public static TheoryData<string, string> Faults =>
        new()
        {
            { "DataDirectory", "Command:DataDirectory" },
            { "Database", "'oracle'" },
            { "NoConnection", "Command:ConnectionString is empty" },
            { "UselessConnection", "Command:ConnectionString is set" },
            { "Node", "'a b'" },
            { "WriterQueue", "63" },
            { "DeadlineLease", "00:00:01" },
        };

    [Fact]
    public void Validate_Defaults_AreGood() => Assert.True(Validate(new StorageOptions()).Succeeded);

    [Theory]
    [MemberData(nameof(Faults))]
    public void Validate_Fault_NamesTheOptionOrItsValue(string fault, string expected)
    {
        var good = new StorageOptions();
        var options = fault switch
        {
            "DataDirectory" => good with { DataDirectory = " " },
            "Database" => good with { Database = "oracle" },
            "NoConnection" => good with { Database = "postgres" },
            "UselessConnection" => good with { ConnectionString = "Host=x" },
            "Node" => good with { Node = "a b" },
            "WriterQueue" => good with { WriterQueue = 63 },
            _ => good with { DeadlineLease = TimeSpan.FromSeconds(1) },
        };

        var result = Validate(options);

        Assert.True(result.Failed);
        Assert.Contains(expected, result.FailureMessage, StringComparison.Ordinal);
    }

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(StorageOptions options) =>
        new StorageOptionsValidator().Validate(null, options);
}
