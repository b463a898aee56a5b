using System.Text.Json;
using System.Text.Json.Nodes;
using static Command.Tools.Simulator.Recorders.FleetTally;

namespace Command.Tools.Simulator.Recorders;

/// <summary>Obeys orders, each once, and answers every one: 0 done, 400 not understood, 408 too late, 501 not possible here.</summary>
internal sealed class RecorderOrders(RecorderDevice device, RecorderStream stream, RecorderSos sos, FleetTally tally)
{
    private const int Done = 0;
    private const int NotUnderstood = 400;
    private const int TooLate = 408;
    private const int NotPossible = 501;
    private const int Remembered = 64;

    private readonly Lock _gate = new();
    private readonly Queue<(string Id, JsonObject Answer)> _answered = new();

    /// <summary>Set by the owner: how answers leave, and how the device starts anew.</summary>
    public required Action<JsonObject> Answer { get; init; }

    /// <summary>Ends the connection once the answer had time to leave.</summary>
    public required Action Reboot { get; init; }

    /// <summary>Takes one order. Thread-safe.</summary>
    public void Receive(string topic, byte[] payload)
    {
        if (!topic.Contains("/dn/cmd/", StringComparison.Ordinal) || TryParse(payload) is not { } order || Text(order, "id") is not { } id)
        {
            return; // configuration and the like: not simulated; an order without an id cannot be answered
        }

        lock (_gate)
        {
            var known = _answered.FirstOrDefault(answered => answered.Id == id).Answer;
            if (known is null)
            {
                known = Obey(order, id, topic[(topic.LastIndexOf('/') + 1)..]);
                _answered.Enqueue((id, known));
                if (_answered.Count > Remembered)
                {
                    _answered.Dequeue();
                }
            }

            Answer(known.DeepClone().AsObject());
        }
    }

    private JsonObject Obey(JsonObject order, string id, string name)
    {
        if (Number(order, "exp") is { } expires && device.Now.ToUnixTimeMilliseconds() > expires)
        {
            tally.Add(Count.Expired);
            return RecorderPayloads.Answer(id, TooLate, device.Now, null);
        }

        var (code, data) = Obey(name, order["args"] as JsonObject ?? []);
        tally.Add(Count.Orders, code == Done ? 1 : 0);
        return RecorderPayloads.Answer(id, code, device.Now, data);
    }

    private (int Code, JsonObject? Data) Obey(string name, JsonObject arguments)
    {
        switch (name)
        {
            case "stream.start":
                return (stream.Start(Text(arguments, "url"), Text(arguments, "token")) ? Done : NotPossible, null);
            case "stream.stop":
                stream.Stop();
                return (Done, null);
            case "record.start" or "record.stop":
                device.Recording = name == "record.start";
                return (Done, null);
            case "photo":
                return (Done, new JsonObject { ["file"] = $"IMG_{device.Now:yyyyMMddHHmmss}.jpg" });
            case "light" or "beep" or "message.show":
                return (Done, null);
            case "locate.rate":
                return SetRate(arguments);
            case "time.sync":
                return SetClock(arguments);
            case "sos.ack":
                sos.Acknowledge();
                return (Done, null);
            case "reboot":
                Reboot();
                return (Done, null);
            default:
                return (NotPossible, null);
        }
    }

    private (int Code, JsonObject? Data) SetRate(JsonObject arguments)
    {
        if ((Number(arguments, "seconds") ?? Number(arguments, "interval")) is not { } seconds || seconds is < 1 or > 3600)
        {
            return (NotUnderstood, null);
        }

        device.Interval = TimeSpan.FromSeconds(seconds);
        return (Done, null);
    }

    private (int Code, JsonObject? Data) SetClock(JsonObject arguments)
    {
        if (Number(arguments, "ts") is not { } milliseconds)
        {
            return (NotUnderstood, null);
        }

        var before = device.Now;
        device.SetClock(DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds));
        return (Done, new JsonObject { ["offsetMs"] = (long)(before - device.Now).TotalMilliseconds });
    }

    private static JsonObject? TryParse(byte[] payload)
    {
        try
        {
            return JsonNode.Parse(payload) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject from, string name) =>
        from[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static double? Number(JsonObject from, string name) =>
        from[name] is JsonValue value && value.TryGetValue<double>(out var number) ? number : null;
}
