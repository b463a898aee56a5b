using Command.Tools.LightClient;

namespace Command.Tools.Simulator.Recorders;

/// <summary>One body-worn recorder that does not exist: a real MQTT client, a real WHIP publisher, and someone who walks about with it.</summary>
internal sealed class SimulatedRecorder : IDisposable
{
    private const int IntervalsPerHealth = 4;
    private static readonly TimeSpan LeastHealthInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MischiefPause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);

    private readonly RecorderOptions _options;
    private readonly RecorderDevice _device;
    private readonly RecorderNetwork _network;
    private readonly RecorderLink _link;
    private readonly RecorderOutbox _outbox;
    private readonly RecorderStream _stream;
    private readonly RecorderSos _sos;
    private readonly RecorderMischief _mischief;
    private readonly TimeProvider _time;

    public SimulatedRecorder(
        int number,
        RecorderCredential credential,
        RecorderOptions options,
        Func<CancellationToken, Task<LightVideo>> video,
        HttpClient http,
        FleetTally tally,
        TimeProvider time
    )
    {
        _options = options;
        _time = time;
        _device = new RecorderDevice(number, options, time);
        _network = new RecorderNetwork(time);
        _stream = new RecorderStream(options, credential, _network, video, http, tally);
        _sos = new RecorderSos(_device, _stream, tally, time);
        var orders = new RecorderOrders(_device, _stream, _sos, tally)
        {
            Answer = answer => _outbox!.AddEvent("up/ack", answer), // made below, before anything runs
            Reboot = Restart,
        };
        _link = new RecorderLink(options, credential, _device, _network, tally, orders.Receive);
        _outbox = new RecorderOutbox(_link, _device, options, tally);
        _mischief = new RecorderMischief(options, credential, _device, _link, tally);
    }

    /// <summary>Everything that was measured was told.</summary>
    public bool IsQuiet => _outbox.IsEmpty;

    /// <summary>Its connection is up.</summary>
    public bool IsConnected => _link.IsUp;

    /// <summary>What failed last, for people.</summary>
    public string? LastError => _link.LastError ?? _stream.LastError;

    /// <summary>Lives until cancelled, then says goodbye.</summary>
    /// <param name="measuring">Cancelled when it shall measure no more.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task RunAsync(CancellationToken measuring, CancellationToken cancellationToken)
    {
        using var talking = new CancellationTokenSource();
        var link = _link.RunAsync(talking.Token);
        List<Task> running =
        [
            Until(_outbox.RunAsync, cancellationToken),
            Until(_stream.RunAsync, cancellationToken),
            Until(MeasureAsync, measuring),
            Until(ReportHealthAsync, measuring),
        ];
        if (_options.SosEvery is { } every)
        {
            running.Add(Until(token => PressAsync(every, token), measuring));
        }

        if (_options.Flap is { } flap)
        {
            running.Add(Until(token => LoseNetworkAsync(flap, token), measuring));
        }

        if (_options.Wrong)
        {
            running.Add(Until(token => _mischief.RunAsync(MischiefPause, token), measuring));
        }

        if (_device.Number <= _options.Live)
        {
            _stream.Start();
        }

        await Task.WhenAll(running);
        await talking.CancelAsync();
        await link;
    }

    /// <summary>Presses the SOS key once and stays with it.</summary>
    public Task PressSosAsync(CancellationToken cancellationToken) =>
        _sos.PressAsync(message => _outbox.AddEvent("up/event/sos", message), cancellationToken);

    public void Dispose()
    {
        _outbox.Dispose();
        _stream.Dispose();
        _network.Dispose();
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        // Not all at once: a fleet that starts together would stay together.
        await Task.Delay(_options.Interval * Random.Shared.NextDouble(), _time, cancellationToken);
        while (true)
        {
            var started = _time.GetTimestamp();
            _outbox.AddPosition(_device.Measure());
            while (_device.Interval - _time.GetElapsedTime(started) is { Ticks: > 0 } left)
            {
                // In slices, because the interval may be ordered or shortened by an SOS meanwhile.
                await Task.Delay(left < Slice ? left : Slice, _time, cancellationToken);
            }
        }
    }

    private async Task ReportHealthAsync(CancellationToken cancellationToken)
    {
        var interval = _options.Interval * IntervalsPerHealth;
        interval = interval < LeastHealthInterval ? LeastHealthInterval : interval;
        await Task.Delay(Slice * Random.Shared.NextDouble(), _time, cancellationToken); // a device that comes on says how it is
        while (true)
        {
            _outbox.SetHealth(_device.Health(_stream.IsLive, out var crossed));
            if (crossed is { } percent)
            {
                var low = _device.StartMessage();
                low["type"] = "battery";
                low["state"] = "low";
                low["level"] = percent;
                _outbox.AddEvent("up/event/battery", low);
            }

            await Task.Delay(interval, _time, cancellationToken);
        }
    }

    private async Task PressAsync(TimeSpan every, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(every * (0.5 + Random.Shared.NextDouble()), _time, cancellationToken);
            await PressSosAsync(cancellationToken);
        }
    }

    /// <summary>Three to twelve seconds without a network, now and then.</summary>
    private async Task LoseNetworkAsync(TimeSpan every, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(every * (0.5 + Random.Shared.NextDouble()), _time, cancellationToken);
            await _network.CutAsync(TimeSpan.FromSeconds(3 + (9 * Random.Shared.NextDouble())), CancellationToken.None);
        }
    }

    private void Restart()
    {
        _stream.Stop();
        _device.Reboot();
        _link.Drop();
    }

    private static async Task Until(Func<CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        try
        {
            await run(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped.
        }
    }
}
