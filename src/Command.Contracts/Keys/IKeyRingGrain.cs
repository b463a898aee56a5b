using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Command.Contracts.Keys;

/// <summary>Data Protection key ring of the site (key: <c>site</c>), stored wrapped by the master key.</summary>
[Alias("command.IKeyRingGrain")]
public interface IKeyRingGrain : IGrainWithStringKey
{
    /// <summary>All ring entries, XML in clear text.</summary>
    [Alias("Read"), ReadOnly]
    Task<ImmutableArray<string>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Adds one ring entry under its friendly name; the first entry of a name wins.</summary>
    [Alias("Store")]
    Task StoreAsync(string friendlyName, string xml, CancellationToken cancellationToken);
}
