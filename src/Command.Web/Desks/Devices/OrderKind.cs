using System.Text.Json;

namespace Command.Web.Desks.Devices;

/// <summary>An order that the menu offers.</summary>
/// <param name="Name">As the device knows it.</param>
/// <param name="Argument">What it needs to be told.</param>
/// <param name="Dangerous">It interrupts what the officer does: hold to confirm.</param>
internal sealed record OrderKind(string Name, OrderArgument Argument = OrderArgument.None, bool Dangerous = false)
{
    /// <summary>Longest message that is shown on a device.</summary>
    public const int LongestText = 200;

    /// <summary>Longest interval between positions, in seconds.</summary>
    public const int LongestInterval = 300;

    /// <summary>What the menu offers, in its order; an SOS is acknowledged where its signal is answered.</summary>
    public static IReadOnlyList<OrderKind> All { get; } =
    [
        new("stream.start"),
        new("stream.stop"),
        new("record.start"),
        new("record.stop"),
        new("photo"),
        new("message.show", OrderArgument.Text),
        new("beep"),
        new("light", OrderArgument.Switch),
        new("locate.rate", OrderArgument.Seconds),
        new("time.sync"),
        new("reboot", Dangerous: true),
    ];

    /// <summary>The arguments as a JSON object; null for none.</summary>
    public string? Arguments(bool on, string text, int seconds) =>
        Argument switch
        {
            OrderArgument.Switch => JsonSerializer.Serialize(new { on }),
            OrderArgument.Text => JsonSerializer.Serialize(new { text }),
            OrderArgument.Seconds => JsonSerializer.Serialize(new { seconds }),
            _ => null,
        };
}
