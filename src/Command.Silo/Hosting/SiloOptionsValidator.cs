using System.Net;
using Command.Silo.Storage;
using Microsoft.Extensions.Options;

namespace Command.Silo.Hosting;

/// <summary>Refuses to start with values out of range, naming value and range.</summary>
internal sealed class SiloOptionsValidator(IOptions<StorageOptions> storage) : IValidateOptions<SiloOptions>
{
    public ValidateOptionsResult Validate(string? name, SiloOptions options)
    {
        var problems = new List<string>();
        if (options.Clustering.ToLowerInvariant() is not ("localhost" or "postgres"))
        {
            problems.Add($"{SiloOptions.Section}:Clustering is '{options.Clustering}'; it must be localhost or postgres.");
        }
        if (options.IsClustered && storage.Value.Provider != DatabaseProvider.Postgres)
        {
            problems.Add(
                $"{SiloOptions.Section}:Clustering is postgres, but Command:Database is '{storage.Value.Database}'; it must be postgres."
            );
        }
        if (options.ClusterId.Length is 0 or > 100)
        {
            problems.Add($"{SiloOptions.Section}:ClusterId has {options.ClusterId.Length} characters; it must have 1 to 100.");
        }
        if (options.AdvertisedAddress is { } address && !IPAddress.TryParse(address, out _))
        {
            problems.Add($"{SiloOptions.Section}:AdvertisedAddress is '{address}'; it must be an IP address.");
        }
        CheckPort(problems, nameof(options.SiloPort), options.SiloPort, options.IsClustered);
        CheckPort(problems, nameof(options.GatewayPort), options.GatewayPort, options.IsClustered);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckPort(List<string> problems, string option, int port, bool isClustered)
    {
        var least = isClustered ? 1 : 0;
        if (port < least || port > 65_535)
        {
            problems.Add($"{SiloOptions.Section}:{option} is {port}; it must be {least} to 65535.");
        }
    }
}
