using System.Diagnostics.Metrics;

namespace Command.Silo.Storage;

/// <summary>Instruments of the record.</summary>
internal sealed class StorageMetrics : IDisposable
{
    public const string MeterName = "Command.Storage";

    private readonly Meter _meter;
    private readonly Counter<long> _commands;
    private readonly Histogram<int> _batch;
    private readonly Counter<long> _woken;

    public StorageMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MeterName);
        _commands = _meter.CreateCounter<long>("command.storage.commands", "{command}", "Commands by outcome.");
        _batch = _meter.CreateHistogram<int>("command.storage.batch", "{command}", "Commands that shared one commit.");
        _woken = _meter.CreateCounter<long>("command.storage.deadlines", "{deadline}", "Deadlines offered to their grains by outcome.");
    }

    public void Command(string outcome) => _commands.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Batch(int size) => _batch.Record(size);

    public void Deadline(string outcome) => _woken.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose() => _meter.Dispose();
}
