using Command.Silo.Accounts;
using Command.Silo.Authority;
using Command.Silo.Keys;
using Command.Silo.Storage;
using Command.Silo.Units;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Command.Silo.Tests.Fixtures;

/// <summary>A silo with the record, keys and accounts, on a real database and a movable clock.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private TestSilo(InProcessTestCluster cluster) => _cluster = cluster;

    public IGrainFactory Grains => _cluster.Client;

    public IServiceProvider Services => _cluster.GetSiloServiceProvider(_cluster.Silos[0].SiloAddress);

    public static async Task<TestSilo> StartAsync(Dictionary<string, string?> settings, TimeProvider time)
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSiloHost(
            (_, host) =>
            {
                host.Configuration.AddInMemoryCollection(settings);
                host.Services.AddSingleton(time);
                host.Services.AddStorage(host.Configuration);
                host.Services.AddAuthority();
                host.Services.AddSingleton<IUnitParents, UnitParents>();
                host.Services.AddKeys(host.Configuration);
                host.Services.AddAccounts(host.Configuration);
            }
        );
        var cluster = builder.Build();
        try
        {
            await cluster.DeployAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }

        return new TestSilo(cluster);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAllSilosAsync(CancellationToken.None);
        await _cluster.DisposeAsync();
    }
}
