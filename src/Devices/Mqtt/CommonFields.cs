using System.Text.Json;

namespace Command.Devices.Mqtt;

/// <summary>The fields that every payload of a recorder may have.</summary>
internal struct CommonFields
{
    private const int MaxBoot = 64;

    /// <summary>Schema version; null when the payload names none.</summary>
    public long? Version;

    /// <summary>Life of the device.</summary>
    public string? Boot;

    /// <summary>Number within the life.</summary>
    public long? Sequence;

    /// <summary>Measured at.</summary>
    public DateTimeOffset? Time;

    /// <summary>Not a real device.</summary>
    public bool Simulated;

    /// <summary>Who the payload says that it is from; nothing counts it but the log.</summary>
    public string? ClaimedIdentity;

    private bool _hasStrangeVersion;

    /// <summary>False when the payload is of a version that this reader does not know.</summary>
    public readonly bool IsKnownVersion => !_hasStrangeVersion && Version is null or 1;

    /// <summary>Takes the value of the property at which the reader is, when it is one of these.</summary>
    public bool TryTake(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("v"u8))
        {
            Version = JsonValue.Whole(ref reader, 0, int.MaxValue);
            _hasStrangeVersion = Version is null;
        }
        else if (reader.ValueTextEquals("boot"u8))
        {
            Boot = JsonValue.Text(ref reader, MaxBoot);
        }
        else if (reader.ValueTextEquals("seq"u8))
        {
            Sequence = JsonValue.Whole(ref reader, 0, long.MaxValue);
        }
        else if (reader.ValueTextEquals("ts"u8))
        {
            Time = JsonValue.Time(ref reader);
        }
        else if (reader.ValueTextEquals("simulated"u8))
        {
            Simulated = JsonValue.Bool(ref reader) ?? false;
        }
        else if (
            reader.ValueTextEquals("device"u8)
            || reader.ValueTextEquals("deviceId"u8)
            || reader.ValueTextEquals("serial"u8)
            || reader.ValueTextEquals("sn"u8)
        )
        {
            ClaimedIdentity = JsonValue.Text(ref reader, BodyWornTopic.MaxSerial) ?? ClaimedIdentity;
        }
        else
        {
            return false;
        }
        return true;
    }

    /// <summary>The message with these fields.</summary>
    public readonly T Fill<T>(T message)
        where T : BodyWornMessage =>
        message with
        {
            Boot = Boot ?? string.Empty,
            Sequence = Sequence,
            DeviceTime = Time,
            Simulated = Simulated,
        };
}
