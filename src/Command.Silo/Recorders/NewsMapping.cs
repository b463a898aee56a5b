using Command.Contracts.Recorders;
using Command.Devices.Mqtt;

namespace Command.Silo.Recorders;

/// <summary>From the words of the MQTT driver to those of grains.</summary>
internal static class NewsMapping
{
    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(5);

    /// <summary>Null for what is coalesced before it reaches the grain.</summary>
    public static RecorderNews? ToNews(BodyWornMessage message) =>
        message switch
        {
            BodyWornPresence presence => Stamp(
                new PresenceNews(message.ReceivedAt, presence.Online, presence.Reason, presence.Firmware),
                message
            ),
            BodyWornDescription told => Stamp(
                new DescriptionNews(
                    message.ReceivedAt,
                    new RecorderInfo(told.Model, told.Firmware, told.Imei, told.Iccid, told.Capabilities, told.Codecs, message.ReceivedAt)
                ),
                message
            ),
            BodyWornEvent happened => Stamp(
                new FieldNews(
                    message.ReceivedAt,
                    happened.Type,
                    happened.EventId,
                    happened.State,
                    happened.Position is { } sample ? ToPosition(sample) : null,
                    happened.OfficerNumber,
                    happened.Detail
                ),
                message
            ),
            BodyWornAnswer answer => Stamp(new AnswerNews(message.ReceivedAt, answer.OrderId, answer.Succeeded, answer.Detail), message),
            _ => null,
        };

    /// <summary>A clock that is minutes ahead would keep all later reports out: such a report counts from when it came.</summary>
    public static RecorderHealth ToHealth(BodyWornHealth health) =>
        new(
            health.DeviceTime is { } told && told <= health.ReceivedAt + MostAhead ? told : health.ReceivedAt,
            health.BatteryPercent,
            health.Charging,
            health.StorageFreeBytes,
            health.StorageTotalBytes,
            health.SignalDbm,
            health.SignalBars,
            health.TemperatureCelsius,
            health.Recording
        );

    public static RecorderPosition ToPosition(PositionSample sample) =>
        new(
            sample.At,
            sample.LatitudeDegrees,
            sample.LongitudeDegrees,
            sample.AltitudeMetres,
            sample.SpeedKmh,
            sample.CourseDegrees,
            sample.Hdop,
            sample.Satellites,
            null,
            sample.Fix,
            sample.Source,
            sample.Buffered
        );

    public static InboxVerdict ToVerdict(NewsVerdict verdict) =>
        verdict switch
        {
            NewsVerdict.Taken => InboxVerdict.Taken,
            NewsVerdict.Duplicate => InboxVerdict.Duplicate,
            NewsVerdict.Unknown => InboxVerdict.UnknownDevice,
            _ => InboxVerdict.Refused,
        };

    private static RecorderNews Stamp(RecorderNews news, BodyWornMessage message) =>
        news with
        {
            Boot = message.Boot,
            Sequence = message.Sequence,
            DeviceTime = message.DeviceTime,
            Simulated = message.Simulated,
        };
}
