using Command.Contracts.Units;
using Command.Devices.Drivers;
using Command.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Command.Silo.Tests.Fixtures;

/// <summary>The silo as it runs alone: real clustering, real ports, real drivers, media door with health, worker process.</summary>
internal sealed class WholeSilo : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestFolder _folder;

    private WholeSilo(WebApplication app, TestFolder folder)
    {
        _app = app;
        _folder = folder;
    }

    public IGrainFactory Grains => _app.Services.GetRequiredService<IGrainFactory>();

    public IServiceProvider Services => _app.Services;

    public IUnitTreeGrain Units => Grains.GetGrain<IUnitTreeGrain>(IUnitTreeGrain.SiteKey);

    public static async Task<WholeSilo> StartAsync(IReadOnlyDictionary<string, string?>? more = null, FakeDevice? device = null)
    {
        var folder = new TestFolder();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Command:DataDirectory"] = folder.Path,
                ["Command:Silo:SiloPort"] = "0",
                ["Command:Silo:GatewayPort"] = "0",
                ["Command:MediaDoor:Port"] = "0",
                ["Command:MediaNode:IdleAfter"] = "00:00:01",
                ["Devices:Backoff:Steps:0"] = "00:00:00.5",
                ["Media:Port"] = "0",
                ["Mqtt:Listen"] = "127.0.0.1",
                ["Mqtt:Port"] = "0",
                ["Mqtt:TlsPort"] = "-1",
                ["Media:PublicAddresses:0"] = "127.0.0.1",
                ["Media:WorkerPath"] = Path.Combine(AppContext.BaseDirectory, "Command.Silo.dll"),
                ["COMMAND_SYSTEM_PASSWORD"] = "correct horse battery",
                ["COMMAND_SECURITY_PASSWORD"] = "correct horse battery",
                ["COMMAND_AUDIT_PASSWORD"] = "correct horse battery",
            }
        );
        builder.Configuration.AddInMemoryCollection(more ?? new Dictionary<string, string?>());
        if (device is not null)
        {
            builder.Services.AddSingleton(new DriverRegistry(FakeDevice.Registry(device)));
        }
        builder.AddCommandSilo();
        var app = builder.Build();
        app.MapMediaDoor();
        app.MapSiloHealth();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new WholeSilo(app, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
