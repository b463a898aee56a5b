using Microsoft.Extensions.Options;

namespace Command.Silo.Storage;

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    private const int MaximumNodeName = 64;

    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var faults = new List<string>();
        Check(faults, !string.IsNullOrWhiteSpace(options.DataDirectory), "Command:DataDirectory is empty; give a directory.");
        var known = options.Database.ToLowerInvariant() is "sqlite" or "postgres";
        Check(faults, known, $"Command:Database is '{options.Database}'; it must be sqlite or postgres.");
        var wantsConnection = options.Provider == DatabaseProvider.Postgres;
        Check(
            faults,
            wantsConnection != string.IsNullOrWhiteSpace(options.ConnectionString),
            wantsConnection
                ? "Command:ConnectionString is empty; Command:Database=postgres needs it."
                : "Command:ConnectionString is set, but Command:Database=sqlite uses command.db in Command:DataDirectory."
        );
        var node = options.NodeName;
        Check(
            faults,
            node.Length is > 0 and <= MaximumNodeName && node.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'),
            $"Command:Node is '{node}'; 1 to {MaximumNodeName} letters, digits, dots or hyphens."
        );
        Check(
            faults,
            options.WriterQueue is >= 64 and <= 65536,
            $"Command:WriterQueue is {options.WriterQueue}; it must be from 64 to 65536."
        );
        Check(
            faults,
            options.DeadlineLease >= TimeSpan.FromSeconds(5) && options.DeadlineLease <= TimeSpan.FromMinutes(10),
            $"Command:DeadlineLease is {options.DeadlineLease}; it must be from 00:00:05 to 00:10:00."
        );
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void Check(List<string> faults, bool holds, string message)
    {
        if (!holds)
        {
            faults.Add(message);
        }
    }
}
