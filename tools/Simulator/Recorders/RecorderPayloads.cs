using System.Text.Json.Nodes;

namespace Command.Tools.Simulator.Recorders;

/// <summary>The JSON of a recorder's messages.</summary>
internal static class RecorderPayloads
{
    public const string Model = "Command Simulator";
    public const string Firmware = "1.0.0";

    /// <summary>Orders it obeys.</summary>
    public static readonly string[] Capabilities =
    [
        "stream.start",
        "stream.stop",
        "record.start",
        "record.stop",
        "photo",
        "light",
        "beep",
        "message.show",
        "locate.rate",
        "time.sync",
        "reboot",
        "sos.ack",
    ];

    /// <summary>What every message starts with.</summary>
    public static JsonObject Start(string boot, long sequence, DateTimeOffset at) =>
        new()
        {
            ["v"] = 1,
            ["boot"] = boot,
            ["seq"] = sequence,
            ["ts"] = at.ToUnixTimeMilliseconds(),
        };

    public static JsonObject Status(string boot, long sequence, DateTimeOffset at, bool online, string reason)
    {
        var status = Start(boot, sequence, at);
        status["online"] = online;
        status["fw"] = Firmware;
        status["reason"] = reason;
        status["simulated"] = true;
        return status;
    }

    /// <summary>What the broker says when the device cannot: without a time, which nobody can know beforehand.</summary>
    public static JsonObject Will(string boot) =>
        new()
        {
            ["v"] = 1,
            ["online"] = false,
            ["reason"] = "lost",
            ["boot"] = boot,
            ["simulated"] = true,
        };

    public static JsonObject Info(string boot, long sequence, DateTimeOffset at, int number, bool canStream)
    {
        var info = Start(boot, sequence, at);
        info["model"] = Model;
        info["fw"] = Firmware;
        info["imei"] = $"86000000{number:D7}";
        info["iccid"] = $"8986000000000{number:D7}";
        info["capabilities"] = new JsonArray([
            .. Capabilities.Where(name => canStream || !name.StartsWith("stream", StringComparison.Ordinal)).Select(name => (JsonNode)name),
        ]);
        info["codecs"] = new JsonArray("h264", "opus");
        info["simulated"] = true;
        return info;
    }

    public static JsonObject Gnss(GnssFix fix)
    {
        var message = Fix(fix, buffered: false);
        message["v"] = 1;
        message["boot"] = fix.Boot;
        return message;
    }

    /// <summary>Positions that come late; all of one boot.</summary>
    public static JsonObject Late(IReadOnlyList<GnssFix> fixes, long sequence, DateTimeOffset at)
    {
        var batch = Start(fixes[0].Boot, sequence, at);
        batch["buffered"] = true;
        batch["items"] = new JsonArray([.. fixes.Select(fix => (JsonNode)Fix(fix, buffered: true))]);
        return batch;
    }

    public static JsonObject Position(GnssFix fix) =>
        new()
        {
            ["lat"] = fix.Latitude,
            ["lon"] = fix.Longitude,
            ["ts"] = fix.At.ToUnixTimeMilliseconds(),
        };

    public static JsonObject Answer(string orderId, int code, DateTimeOffset at, JsonObject? data) =>
        new()
        {
            ["v"] = 1,
            ["id"] = orderId,
            ["ok"] = code == 0,
            ["code"] = code,
            ["ts"] = at.ToUnixTimeMilliseconds(),
            ["data"] = data,
        };

    private static JsonObject Fix(GnssFix fix, bool buffered) =>
        new()
        {
            ["seq"] = fix.Sequence,
            ["ts"] = fix.At.ToUnixTimeMilliseconds(),
            ["fix"] = "3d",
            ["lat"] = fix.Latitude,
            ["lon"] = fix.Longitude,
            ["alt"] = fix.Altitude,
            ["spd"] = fix.Speed,
            ["crs"] = fix.Course,
            ["hdop"] = fix.Hdop,
            ["sat"] = fix.Satellites,
            ["src"] = "gnss",
            ["buffered"] = buffered,
        };
}
