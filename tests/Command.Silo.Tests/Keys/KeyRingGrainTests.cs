using Command.Contracts.Keys;
using Command.Silo.Keys;
using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Keys;

public sealed class KeyRingGrainTests : SiloTestsBase
{
    private IKeyRingGrain Grain => Silo.Grains.GetGrain<IKeyRingGrain>("site");

    [Fact]
    public async Task StoreAsync_Entries_AreReadBackAfterARestartAndStoredWrapped()
    {
        await Grain.StoreAsync("key-1", "<key secret='1'/>", Cancellation);
        await Grain.StoreAsync("key-2", "<key secret='2'/>", Cancellation);
        await Grain.StoreAsync("key-1", "<other/>", Cancellation);

        await RestartAsync();

        Assert.Equal(["<key secret='1'/>", "<key secret='2'/>"], await Grain.ReadAsync(Cancellation));
        var contexts = Silo.Services.GetRequiredService<IDbContextFactory<CommandDbContext>>();
        await using var context = await contexts.CreateDbContextAsync(Cancellation);
        var stored = await context.Aggregates.SingleAsync(row => row.Kind == KeyRingGrain.Kind, Cancellation);
        Assert.DoesNotContain("secret", stored.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MediaGrantKey_AfterARestart_IsTheSame()
    {
        var key = await Silo.Services.GetRequiredService<MediaGrantKey>().GetAsync(Cancellation);
        Assert.Equal(32, key.Length);

        await RestartAsync();

        Assert.Equal(key, await Silo.Services.GetRequiredService<MediaGrantKey>().GetAsync(Cancellation));
    }

    [Fact]
    public async Task Start_WithAnotherMasterKey_IsRefusedWithTheReason()
    {
        await Grain.StoreAsync("key-1", "<key/>", Cancellation);
        Settings[MasterKey.Variable] = Convert.ToBase64String(new byte[MasterKey.Length]);

        var failure = await Assert.ThrowsAnyAsync<Exception>(RestartAsync);

        Assert.Contains("another master key", failure.ToString(), StringComparison.Ordinal);
    }
}
