using Command.Silo.Storage;
using Microsoft.Extensions.Hosting;

namespace Command.Silo.Keys;

/// <summary>Refuses to start with a master key that cannot open what the database holds: better no server than one that forgets passwords.</summary>
internal sealed class KeyStartup(IAggregateStore store, KeyVault vault, MediaGrantKey mediaGrants) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var ring = new AggregateSession<KeyRingState>(store, new AggregateKey(KeyRingGrain.Kind, "site"), KeyRingGrain.Schema);
        await ring.LoadAsync(cancellationToken);
        _ = KeyRingGrain.Open(vault, ring.State);
        _ = await mediaGrants.GetAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
