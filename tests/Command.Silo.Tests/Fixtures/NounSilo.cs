using Command.Devices.Drivers;
using Command.Silo.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Command.Silo.Tests.Fixtures;

/// <summary>Everything a silo has, on a real SQLite database, with ephemeral ports and, unless a test brings its own, fake devices.</summary>
internal sealed class NounSilo : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private NounSilo(InProcessTestCluster cluster) => _cluster = cluster;

    public IClusterClient Grains => _cluster.Client;

    public IServiceProvider Services => _cluster.GetSiloServiceProvider(_cluster.Silos[0].SiloAddress);

    public static async Task<NounSilo> StartAsync(
        IReadOnlyDictionary<string, string?> settings,
        TimeProvider time,
        FakeDevice? device,
        Action<IServiceCollection>? replace = null
    )
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSiloHost(
            (_, host) =>
            {
                host.Configuration.AddInMemoryCollection(settings);
                host.Services.AddSingleton(time);
                if (device is not null)
                {
                    host.Services.AddSingleton(new DriverRegistry(FakeDevice.Registry(device)));
                }
                SiloHost.AddServices(host.Services, host.Configuration);
                replace?.Invoke(host.Services);
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
        return new NounSilo(cluster);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAllSilosAsync(CancellationToken.None);
        await _cluster.DisposeAsync();
    }
}
