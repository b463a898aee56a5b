using System.Text.Json.Nodes;
using static Command.Tools.Simulator.Recorders.FleetTally;

namespace Command.Tools.Simulator.Recorders;

/// <summary>
/// The SOS key: an event, the stream, positions every two seconds, and the same event again with growing pauses until the platform acknowledges
/// it; after two minutes without an answer the wearer cancels.
/// </summary>
internal sealed class RecorderSos(RecorderDevice device, RecorderStream stream, FleetTally tally, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private TaskCompletionSource? _acknowledged;

    /// <summary>Presses the key and stays with it until it is over.</summary>
    /// <param name="send">Takes the events.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task PressAsync(Action<JsonObject> send, CancellationToken cancellationToken)
    {
        var acknowledged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _acknowledged = acknowledged;
        device.Sos = true;
        tally.Add(Count.Sos);
        stream.Start();
        var id = Guid.NewGuid().ToString("n");
        var first = Event(id, "start");
        var started = time.GetTimestamp();
        try
        {
            for (var pause = FirstPause; ; pause *= 2)
            {
                // Repeated with its own number: told twice it is one.
                send(first.DeepClone().AsObject());
                var left = Patience - time.GetElapsedTime(started);
                await Task.WhenAny(
                    acknowledged.Task,
                    Task.Delay(
                        pause < left ? pause
                            : left > TimeSpan.Zero ? left
                            : TimeSpan.Zero,
                        time,
                        cancellationToken
                    )
                );
                cancellationToken.ThrowIfCancellationRequested();
                if (acknowledged.Task.IsCompleted)
                {
                    tally.Add(Count.SosAcknowledged);
                    return;
                }

                if (time.GetElapsedTime(started) >= Patience)
                {
                    send(Event(id, "cancel"));
                    return;
                }
            }
        }
        finally
        {
            device.Sos = false;
        }
    }

    /// <summary>The platform has heard it.</summary>
    public void Acknowledge() => _acknowledged?.TrySetResult();

    private JsonObject Event(string id, string state)
    {
        var message = device.StartMessage();
        message["type"] = "sos";
        message["id"] = id;
        message["state"] = state;
        message["pos"] = RecorderPayloads.Position(device.Position());
        message["media"] = new JsonObject { ["kind"] = "whip" };
        return message;
    }
}
