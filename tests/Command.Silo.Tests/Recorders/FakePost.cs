using System.Collections.Concurrent;
using Command.Devices.Mqtt;

namespace Command.Silo.Tests.Recorders;

/// <summary>A broker that notes what it is handed, and whose devices are connected while a test says so.</summary>
internal sealed class FakePost : IBodyWornOutbox
{
    public ConcurrentQueue<(string Serial, BodyWornOrder Order)> Sent { get; } = new();

    public ConcurrentQueue<(string Serial, string Reason)> Disconnected { get; } = new();

    public bool Reaches { get; set; } = true;

    public ValueTask<bool> SendAsync(string serial, BodyWornOrder order, CancellationToken cancellationToken)
    {
        if (Reaches)
        {
            Sent.Enqueue((serial, order));
        }
        return ValueTask.FromResult(Reaches);
    }

    public ValueTask DisconnectAsync(string serial, string reason, CancellationToken cancellationToken)
    {
        Disconnected.Enqueue((serial, reason));
        return ValueTask.CompletedTask;
    }

    /// <summary>How often an order of this name was handed on.</summary>
    public int Count(string name) => Sent.Count(sent => sent.Order.Name == name);
}
