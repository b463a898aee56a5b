using Command.Contracts.Recorders;
using Command.Devices.Mqtt;
using Microsoft.Extensions.Logging;

namespace Command.Silo.Recorders;

/// <summary>The way from a recorder's grain to the MQTT link: never throws, never keeps a grain for long.</summary>
internal sealed partial class RecorderPost(IBodyWornOutbox outbox, TimeProvider time, ILogger<RecorderPost> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>True when the broker took the order for the device.</summary>
    public async Task<bool> TrySendAsync(string serial, RecorderCommand order, string arguments)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            return await outbox.SendAsync(serial, new BodyWornOrder(order.Id, order.Name, arguments, order.ExpiresAt), patience.Token);
        }
        catch (Exception e)
        {
            Log.NotSent(logger, order.Name, serial, e);
            return false;
        }
    }

    /// <summary>Ends the device's connection soon. Not awaited: the broker tells the end to the grain that asks for it.</summary>
    public void Disconnect(string serial, string reason)
    {
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(() => DisconnectAsync(serial, reason));
        }
    }

    private async Task DisconnectAsync(string serial, string reason)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await outbox.DisconnectAsync(serial, reason, patience.Token);
        }
        catch (Exception e)
        {
            Log.NotDisconnected(logger, serial, reason, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "OrderNotSent",
            Level = LogLevel.Warning,
            Message = "The order {Name} could not be handed on for {Serial}; it waits"
        )]
        public static partial void NotSent(ILogger logger, string name, string serial, Exception exception);

        [LoggerMessage(
            EventName = "DeviceNotDisconnected",
            Level = LogLevel.Warning,
            Message = "The connection of {Serial} ({Reason}) could not be ended; what it sends is refused"
        )]
        public static partial void NotDisconnected(ILogger logger, string serial, string reason, Exception exception);
    }
}
