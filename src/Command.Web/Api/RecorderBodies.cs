using System.Collections.Immutable;
using System.Text.Json;
using Command.Contracts.Common;
using Command.Contracts.Recorders;

namespace Command.Web.Api;

/// <summary>What requests about recorders carry; every field may be left out, and what is missing is the grain's to refuse.</summary>
internal static class RecorderBodies
{
    internal sealed record RecorderBody(
        string? Name = null,
        string? Code = null,
        string? Serial = null,
        bool Enabled = true,
        string? UnitId = null,
        Place? Place = null
    )
    {
        public RecorderDraft ToDraft() => new(Name ?? "", Code, Serial, Enabled, UnitId ?? "", Place);
    }

    internal sealed record OfficerBody(string? Number = null, string? Name = null, string? AccountId = null);

    /// <summary>An order; its arguments are a JSON object.</summary>
    internal sealed record OrderBody(string? Name = null, JsonElement? Arguments = null, int? ValidSeconds = null)
    {
        /// <summary>Null or an object; anything else cannot be an order's arguments.</summary>
        public bool HasGoodArguments => Arguments?.ValueKind is null or JsonValueKind.Null or JsonValueKind.Object;

        public RecorderCommandDraft ToDraft() =>
            new(Name ?? "", Arguments is { ValueKind: JsonValueKind.Object } arguments ? arguments.GetRawText() : null, ValidSeconds);
    }

    internal sealed record PositionBody(
        DateTimeOffset? At = null,
        double? LatitudeDegrees = null,
        double? LongitudeDegrees = null,
        double? AltitudeMetres = null,
        double? SpeedKmh = null,
        double? CourseDegrees = null,
        double? Hdop = null,
        int? Satellites = null,
        double? AccuracyMetres = null,
        string? Fix = null,
        string? Source = null,
        bool Buffered = false
    )
    {
        public RecorderPosition ToPosition() =>
            new(
                At ?? default,
                LatitudeDegrees ?? double.NaN,
                LongitudeDegrees ?? double.NaN,
                AltitudeMetres,
                SpeedKmh,
                CourseDegrees,
                Hdop,
                Satellites,
                AccuracyMetres,
                Fix ?? "unknown",
                Source ?? "page",
                Buffered
            );
    }

    internal sealed record NumberedBody(long Sequence = 0, PositionBody? Position = null)
    {
        public NumberedPosition ToNumbered() => new(Sequence, (Position ?? new PositionBody()).ToPosition());
    }

    internal sealed record PositionsBody(string? Boot = null, IReadOnlyList<NumberedBody?>? Items = null, int? BatteryPercent = null)
    {
        public PositionReport ToReport() =>
            new(Boot ?? "", [.. (Items ?? []).Select(item => (item ?? new NumberedBody()).ToNumbered())], BatteryPercent);
    }

    internal sealed record SosBody(
        string? Id = null,
        DateTimeOffset? PressedAt = null,
        PositionBody? Position = null,
        bool Cancelled = false
    )
    {
        public SosReport ToReport() => new(Id ?? "", PressedAt ?? default, Position?.ToPosition(), Cancelled);
    }

    /// <summary>Orders as programs read them: arguments are an object, as they were given.</summary>
    internal sealed record OrdersAnswer(ImmutableArray<OrderAnswer> Orders)
    {
        public static OrdersAnswer Of(RecorderOrders orders) => new([.. orders.Orders.Select(OrderAnswer.Of)]);
    }

    internal sealed record OrderAnswer(
        string Id,
        string Name,
        JsonElement Arguments,
        string IssuedBy,
        DateTimeOffset IssuedAt,
        DateTimeOffset ExpiresAt,
        RecorderCommandState State,
        DateTimeOffset? AnsweredAt,
        string? Answer
    )
    {
        public static OrderAnswer Of(RecorderCommand order) =>
            new(
                order.Id,
                order.Name,
                Object(order.Arguments),
                order.IssuedBy,
                order.IssuedAt,
                order.ExpiresAt,
                order.State,
                order.AnsweredAt,
                order.Answer
            );

        private static JsonElement Object(string text)
        {
            using var document = JsonDocument.Parse(string.IsNullOrWhiteSpace(text) ? "{}" : text);
            return document.RootElement.Clone();
        }
    }
}
