using System.Diagnostics.Metrics;
using Command.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Storage;

/// <summary>Listens to the writer's own instrument.</summary>
internal sealed class BatchCounter : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();

    public BatchCounter(IServiceProvider services)
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (
                instrument.Name == "command.storage.batch"
                && instrument.Meter.Name == StorageMetrics.MeterName
                && instrument.Meter.Scope == factory
            )
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>(
            (_, size, _, _) =>
            {
                lock (_lock)
                {
                    Commits++;
                    Commands += size;
                    Largest = Math.Max(Largest, size);
                }
            }
        );
        _listener.Start();
    }

    public int Commits { get; private set; }

    public int Commands { get; private set; }

    public int Largest { get; private set; }

    public void Dispose() => _listener.Dispose();
}
