using Microsoft.AspNetCore.Builder;

namespace Command.Silo.Hosting;

/// <summary>Composition root of the silo that runs alone; its only HTTP port is the media door's, with health and metrics.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (await SiloHost.TryRunWorkerAsync(args) is { } exitCode)
        {
            return exitCode;
        }
        var builder = WebApplication.CreateBuilder(args);
        builder.AddCommandSilo();
        await using var app = builder.Build();
        app.MapMediaDoor();
        app.MapSiloHealth();
        await app.RunAsync();
        return 0;
    }
}
