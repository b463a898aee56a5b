using System.Diagnostics.Metrics;

namespace Command.Silo.Recorders;

/// <summary>What recorders tell, and what became of it.</summary>
internal sealed class RecorderMetrics : IDisposable
{
    public const string MeterName = "Command.Recorders";

    private readonly Meter _meter;
    private readonly Counter<long> _positions;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _merged;

    public RecorderMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _positions = _meter.CreateCounter<long>(
            "command.recorders.positions",
            "{position}",
            "Positions by outcome: stored, trimmed (too old to be kept), and what was dropped: full, zero, out-of-range, future, jump, no-fix"
        );
        _messages = _meter.CreateCounter<long>("command.recorders.messages", "{message}", "Messages of recorders by verdict");
        _merged = _meter.CreateCounter<long>(
            "command.recorders.telemetry.merged",
            "{message}",
            "Telemetry that gave way to newer telemetry before its recorder's grain heard of it"
        );
    }

    public void Positions(string outcome, long count = 1) => _positions.Add(count, new KeyValuePair<string, object?>("outcome", outcome));

    public void Dropped(PointVerdict verdict) =>
        Positions(
            verdict switch
            {
                PointVerdict.Zero => "zero",
                PointVerdict.OutOfRange => "out-of-range",
                PointVerdict.Future => "future",
                PointVerdict.Jump => "jump",
                _ => "no-fix",
            }
        );

    public void Message(string verdict) => _messages.Add(1, new KeyValuePair<string, object?>("verdict", verdict));

    public void Merged() => _merged.Add(1);

    public void Dispose() => _meter.Dispose();
}
