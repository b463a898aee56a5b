using System.Collections.Concurrent;
using Command.Contracts.Common;
using Command.Devices.Mqtt;
using Command.Silo.MediaNode;
using Command.Silo.Tests.Fixtures;
using Command.Silo.Tests.Recorders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Command.Silo.Tests.MediaNode;

public sealed class DeviceStarterTests : RecorderTestsBase
{
    private readonly Wakes _wakes = new();

    private protected override void Replace(IServiceCollection services)
    {
        base.Replace(services);
        services.AddSingleton<IIncomingGrainCallFilter>(_wakes);
        services.AddSingleton(Options.Create(new MediaNodeOptions { DeviceStartsPerSecond = 1, DeviceSweep = TimeSpan.FromSeconds(1) }));
    }

    [Fact]
    public async Task Start_OneDeviceCannotBeWoken_ThoseAfterItAre_AndItIsTriedAgain()
    {
        var later = (await CreateAsync(Draft("R2"))).Recorder.Id;
        Assert.True(string.CompareOrdinal(Id, later) < 0);
        foreach (var serial in new[] { Serial, "R2" })
        {
            await Inbox.ReceiveAsync(serial, new BodyWornPresence(Time.GetUtcNow(), true, "connect", null), Cancellation);
            await Inbox.ReceiveAsync(serial, new BodyWornPresence(Time.GetUtcNow(), false, "shutdown", null), Cancellation);
        }
        await StateAsync(DeviceState.Offline);
        await Silo.DisposeAsync();
        _wakes.Broken = Id;
        _wakes.Woken.Clear();

        Silo = await StartAsync(DataDirectory);
        await Until.TrueAsync(() => _wakes.Woken.ContainsKey(later), "the device after the broken one is woken");
        Assert.False(_wakes.Woken.ContainsKey(Id));

        _wakes.Broken = null;
        await Until.TrueAsync(() => _wakes.Woken.ContainsKey(Id), "what could not be woken at the start is woken later");
    }

    private sealed class Wakes : IIncomingGrainCallFilter
    {
        public string? Broken { get; set; }

        public ConcurrentDictionary<string, bool> Woken { get; } = new();

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.MethodName != nameof(IDeviceGrain.WakeAsync))
            {
                await context.Invoke();
                return;
            }
            var id = context.TargetId.Key.ToString()!; // a key always has a text
            if (id == Broken)
            {
                throw new InvalidOperationException("The test wants it so.");
            }
            await context.Invoke();
            Woken[id] = true;
        }
    }
}
