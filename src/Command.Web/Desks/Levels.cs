namespace Command.Web.Desks;

/// <summary>From which reading on a recorder's health is shown in an alarm colour; the server raises its signals at the same ones.</summary>
internal static class Levels
{
    private const int BatteryLow = 20;
    private const int BatteryVeryLow = 10;

    /// <summary>yellow, orange, or null while there is nothing to say.</summary>
    public static string? OfBattery(int? percent) =>
        percent switch
        {
            <= BatteryVeryLow => "orange",
            <= BatteryLow => "yellow",
            _ => null,
        };

    /// <summary>Of what is left of the device's own storage.</summary>
    public static string? OfStorage(double? freeShare) =>
        freeShare switch
        {
            <= 0.02 => "orange",
            <= 0.1 => "yellow",
            _ => null,
        };

    /// <summary>Of the mobile network, 0 to 5 bars.</summary>
    public static string? OfSignal(int? bars) => bars is <= 1 ? "yellow" : null;

    /// <summary>Of the device's own temperature: small units stop by themselves at about 60 °C.</summary>
    public static string? OfTemperature(double? celsius) =>
        celsius switch
        {
            >= 60 => "orange",
            >= 50 => "yellow",
            _ => null,
        };

    /// <summary>The shape that stands for a colour.</summary>
    public static string Shape(string? colour) =>
        colour switch
        {
            "red" => "▲",
            "orange" => "◆",
            "yellow" => "●",
            "blue" => "■",
            _ => "",
        };
}
