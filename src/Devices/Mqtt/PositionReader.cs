using System.Collections.Immutable;
using System.Text.Json;

namespace Command.Devices.Mqtt;

/// <summary>
/// Reads positions: one in the object itself, or up to 100 in <c>items</c>. An item that cannot be a position is left out; the message is refused
/// only when none is left.
/// </summary>
internal static class PositionReader
{
    /// <summary>Most items of a batch.</summary>
    public const int MaxItems = 100;

    /// <summary>Reads a whole payload; the reader stands before its first token.</summary>
    public static PayloadVerdict Read(
        ref Utf8JsonReader reader,
        in PayloadContext context,
        ref CommonFields common,
        out BodyWornMessage? message
    )
    {
        message = null;
        var fields = default(Fields);
        ImmutableArray<Fields>.Builder? items = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("items"u8))
            {
                items = ImmutableArray.CreateBuilder<Fields>();
                if (!TryReadItems(ref reader, items))
                {
                    return PayloadVerdict.TooMany;
                }
            }
            else if (!common.TryTake(ref reader) && !fields.TryTake(ref reader))
            {
                JsonValue.Skip(ref reader);
            }
        }
        fields.Sequence = common.Sequence;
        fields.Time = common.Time;
        var positions = ImmutableArray.CreateBuilder<PositionSample>(items?.Count ?? 1);
        var verdict = PayloadVerdict.Missing;
        if (items is null)
        {
            verdict = fields.TryFinish(context.ReceivedAt, default, positions);
        }
        else
        {
            foreach (var item in items)
            {
                var one = item.TryFinish(context.ReceivedAt, fields, positions);
                verdict = one == PayloadVerdict.Read || verdict == PayloadVerdict.Missing ? one : verdict;
            }
        }
        if (positions.Count == 0)
        {
            return verdict;
        }
        message = common.Fill(new BodyWornPositions(context.ReceivedAt, positions.DrainToImmutable(), context.MustBeKept));
        return PayloadVerdict.Read;
    }

    /// <summary>Reads the position of an event; null when it is none.</summary>
    public static PositionSample? ReadNested(ref Utf8JsonReader reader, DateTimeOffset receivedAt)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }
        var positions = ImmutableArray.CreateBuilder<PositionSample>(1);
        return ReadItem(ref reader).TryFinish(receivedAt, default, positions) == PayloadVerdict.Read ? positions[0] : null;
    }

    private static bool TryReadItems(ref Utf8JsonReader reader, ImmutableArray<Fields>.Builder items)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return true;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (items.Count == MaxItems)
            {
                return false;
            }
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                items.Add(ReadItem(ref reader));
            }
            else
            {
                reader.Skip();
            }
        }
        return true;
    }

    private static Fields ReadItem(ref Utf8JsonReader reader)
    {
        var fields = default(Fields);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("seq"u8))
            {
                fields.Sequence = JsonValue.Whole(ref reader, 0, long.MaxValue);
            }
            else if (reader.ValueTextEquals("ts"u8))
            {
                fields.Time = JsonValue.Time(ref reader);
            }
            else if (!fields.TryTake(ref reader))
            {
                JsonValue.Skip(ref reader);
            }
        }
        return fields;
    }

    private struct Fields
    {
        public long? Sequence;
        public DateTimeOffset? Time;
        private bool _hasPlace;
        private double? _latitude;
        private double? _longitude;
        private double? _altitude;
        private double? _speed;
        private double? _course;
        private double? _hdop;
        private int? _satellites;
        private string? _fix;
        private string? _source;
        private bool? _buffered;

        public bool TryTake(ref Utf8JsonReader reader)
        {
            if (reader.ValueTextEquals("lat"u8))
            {
                _latitude = JsonValue.Number(ref reader, -90, 90);
                _hasPlace = true;
            }
            else if (reader.ValueTextEquals("lon"u8))
            {
                _longitude = JsonValue.Number(ref reader, -180, 180);
                _hasPlace = true;
            }
            else if (reader.ValueTextEquals("alt"u8))
            {
                _altitude = JsonValue.Number(ref reader, -1_000, 20_000);
            }
            else if (reader.ValueTextEquals("spd"u8))
            {
                _speed = JsonValue.Number(ref reader, 0, 2_000);
            }
            else if (reader.ValueTextEquals("crs"u8))
            {
                _course = JsonValue.Number(ref reader, 0, 360);
            }
            else if (reader.ValueTextEquals("hdop"u8))
            {
                _hdop = JsonValue.Number(ref reader, 0, 1_000);
            }
            else if (reader.ValueTextEquals("sat"u8))
            {
                _satellites = (int?)JsonValue.Whole(ref reader, 0, 200);
            }
            else if (reader.ValueTextEquals("fix"u8))
            {
                _fix = JsonValue.Text(ref reader, 16);
            }
            else if (reader.ValueTextEquals("src"u8))
            {
                _source = JsonValue.Text(ref reader, 16);
            }
            else if (reader.ValueTextEquals("buffered"u8))
            {
                _buffered = JsonValue.Bool(ref reader);
            }
            else
            {
                return false;
            }
            return true;
        }

        /// <summary>Adds the position when it is one; what an item does not say its batch may say.</summary>
        public readonly PayloadVerdict TryFinish(
            DateTimeOffset receivedAt,
            in Fields batch,
            ImmutableArray<PositionSample>.Builder positions
        )
        {
            if (_latitude is not { } latitude || _longitude is not { } longitude)
            {
                return _hasPlace ? PayloadVerdict.OutOfRange : PayloadVerdict.Missing;
            }
            // What receivers send that know nothing.
            if (latitude == 0 && longitude == 0)
            {
                return PayloadVerdict.OutOfRange;
            }
            var buffered = _buffered ?? batch._buffered ?? false;
            // A position from before needs its own time; a live one was measured about now.
            if (Time is null && buffered)
            {
                return PayloadVerdict.Missing;
            }
            positions.Add(
                new PositionSample(
                    Sequence,
                    Time ?? receivedAt,
                    latitude,
                    longitude,
                    _altitude,
                    _speed,
                    _course,
                    _hdop,
                    _satellites,
                    (_fix ?? batch._fix) is "none" or "2d" or "3d" or "dgps" or "rtk" ? (_fix ?? batch._fix)! : "unknown", // matched, so not null
                    (_source ?? batch._source) is "network" ? "network" : "gnss",
                    buffered
                )
            );
            return PayloadVerdict.Read;
        }
    }
}
