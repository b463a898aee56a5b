using Command.Contracts.Common;
using Command.Contracts.Streams;
using Microsoft.Extensions.Logging;

namespace Command.Silo.MediaNode;

/// <summary>
/// One stream that its device sends by itself. It comes when it comes; while viewers want it and it is not there, the device's grain is asked for it.
/// </summary>
internal sealed partial class PushedStream(StreamPath stream, PullServices services) : StreamSource(stream, services)
{
    private static readonly StateCause NotLive = new("not-live", "Nobody sends this stream now.");
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private bool _isAccepted = true;
    private long _demands;

    public override StateCause Absence => NotLive;

    public override bool IsWanted
    {
        get
        {
            lock (Gate)
            {
                return _isAccepted && IsHeld;
            }
        }
    }

    protected override bool IsPlanned => _isAccepted;

    /// <summary>The device's grain expects it here, perhaps again.</summary>
    public void Accept()
    {
        lock (Gate)
        {
            _isAccepted = true;
            Signal();
        }
    }

    public override void End()
    {
        lock (Gate)
        {
            _isAccepted = false;
            Signal();
        }
    }

    public override async Task RunAsync(Func<StreamSource, bool> mayLeave, CancellationToken cancellationToken)
    {
        var told = 0L; // the demand that the grain knows of; 0 when it knows that nobody wants the stream
        var wait = FirstRetry;
        while (true)
        {
            bool isWanted;
            bool isAccepted;
            long demand;
            Task changed;
            lock (Gate)
            {
                (isAccepted, isWanted, demand, changed) = (_isAccepted, _isAccepted && IsHeld, _demands, Changed);
            }
            bool? news = null;
            if (isWanted)
            {
                news = told == demand ? null : true;
            }
            else if (!isAccepted)
            {
                told = 0;
            }
            else if (told != 0 && await ElapsesAsync(Services.Options.IdleAfter, changed, cancellationToken))
            {
                news = false;
            }
            else if (told != 0)
            {
                continue;
            }
            if (news is { } wanted)
            {
                if (await TryTellAsync(wanted, wait, cancellationToken))
                {
                    told = wanted ? demand : 0;
                    wait = FirstRetry;
                }
                else
                {
                    await ElapsesAsync(wait, changed, cancellationToken);
                    wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry;
                }
            }
            else if (!isWanted && mayLeave(this))
            {
                return;
            }
            else
            {
                await changed.WaitAsync(cancellationToken);
            }
        }
    }

    protected override (long BitsPerSecond, double FramesPerSecond) Rates() => Services.Publishers.RatesOf(Stream);

    protected override void OnDemand()
    {
        // Somebody who finds it running asks for nothing.
        if (_demands == 0 || !Services.Hub.TryFind(Stream.Value, out _))
        {
            _demands++;
        }
        // Why it could not be asked for then is no reason now: it may have come by itself since.
        ForgetReport();
    }

    private async Task<bool> TryTellAsync(bool wanted, TimeSpan retry, CancellationToken cancellationToken)
    {
        try
        {
            if (await Services.Reporter.WantedAsync(Stream, wanted, cancellationToken) is { } cause && wanted)
            {
                Hear(new DeviceReport(Stream.Part, DeviceState.Offline, cause, Services.Time.GetUtcNow(), null, [], false));
            }
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotTold(Services.Logger, Stream, wanted, retry, e);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "DemandNotTold",
            Level = LogLevel.Warning,
            Message = "The grain of {Stream} could not be told that it is wanted ({Wanted}); next try in {Wait}"
        )]
        public static partial void NotTold(ILogger logger, StreamPath stream, bool wanted, TimeSpan wait, Exception exception);
    }
}
