using System.Globalization;
using Command.Contracts.Accounts;
using Command.Contracts.Common;
using Command.Contracts.Events;
using Command.Contracts.Streams;
using Command.Media.Hosting;
using Command.Silo.Authority;
using Command.Silo.Common;
using Command.Silo.MediaNode;
using Command.Silo.Storage;
using Microsoft.Extensions.Options;

namespace Command.Silo.Streams;

/// <summary>One viewer of one stream, on the silo that pulls it: checks the right, makes sure that the source runs, and hands the offer to the local media server.</summary>
[StreamAffinityPlacement, GrainType(IViewerGrain.GrainTypeName), CollectionAgeLimit(Minutes = 2)]
internal sealed class WhepSessionGrain : Grain, IWhepSessionGrain, IViewerGrain
{
    private readonly MediaServer _server;
    private readonly DeviceRunner _runner;
    private readonly SourceWait _sources;
    private readonly JoinTraces _traces;
    private readonly IAuthority _authority;
    private readonly IAggregateStore _store;
    private readonly ConsoleHints _hints;
    private readonly ILocalSiloDetails _silo;
    private readonly MediaNodeOptions _options;
    private readonly TimeProvider _time;
    private readonly SessionKey _key;
    private Viewing? _viewing;
    private IGrainTimer? _check;

    public WhepSessionGrain(
        MediaServer server,
        DeviceRunner runner,
        SourceWait sources,
        JoinTraces traces,
        IAuthority authority,
        IAggregateStore store,
        ConsoleHints hints,
        ILocalSiloDetails silo,
        IOptions<MediaNodeOptions> options,
        TimeProvider time
    )
    {
        _server = server;
        _runner = runner;
        _sources = sources;
        _traces = traces;
        _authority = authority;
        _store = store;
        _hints = hints;
        _silo = silo;
        _options = options.Value;
        _time = time;
        _ = SessionKey.TryParseGrainKey(this.GetPrimaryKeyString(), out _key);
    }

    private string PublicId => _key.PublicId;

    private AggregateKey Device => new(_key.Stream.Kind, _key.Stream.DeviceId);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        FinishAsync(ViewingReasons.ServerStopping);

    public async Task<CommandResult<SessionAnswer>> OpenAsync(CommandContext context, string offer, CancellationToken cancellationToken)
    {
        if (_viewing is not null)
        {
            return Refusal.Of(RefusalCode.Conflict, "session-open", "This session is open already.");
        }
        return await JoinAsync(context, offer, cancellationToken);
    }

    public async Task<CommandResult<TrickleAnswer>> TrickleAsync(
        CommandContext context,
        string fragment,
        string? eTag,
        CancellationToken cancellationToken
    )
    {
        if (Mine(context) is not { } viewing)
        {
            return NotFound();
        }
        if (eTag is not null && eTag != "*" && eTag != viewing.ETag)
        {
            return Refusal.Of(RefusalCode.VersionConflict, "ice-generation", "The ETag names another ICE generation.");
        }
        await Task.CompletedTask;
        return _server.TryTrickle(PublicId, fragment, eTag, out var answer)
            ? new TrickleAnswer(answer, viewing.ETag)
            : Refusal.Of(
                RefusalCode.Invalid,
                "bad-fragment",
                "That is no trickle fragment of this session; an ICE restart needs a new session."
            );
    }

    public async Task<CommandResult> CloseAsync(CommandContext context, string reason, CancellationToken cancellationToken)
    {
        if (Mine(context) is null)
        {
            return CommandResult.Refused(NotFound());
        }
        await FinishAsync(ViewingReasons.Normalise(reason));
        return CommandResult.Done;
    }

    public Task EndedAsync(string reason, CancellationToken cancellationToken) => FinishAsync(ViewingReasons.Normalise(reason));

    private async Task<CommandResult<SessionAnswer>> JoinAsync(CommandContext context, string offer, CancellationToken cancellationToken)
    {
        CommandResult<StreamOffer> located;
        using (JoinTrace.Begin("place"))
        {
            located = await LocateAsync(cancellationToken);
        }
        if (located.Value is not { } source)
        {
            return located.Refusal!; // a result without a value carries its refusal
        }
        using (JoinTrace.Begin("authorise"))
        {
            if (await AuthoriseAsync(context, source.UnitId, cancellationToken) is { } denied)
            {
                return denied;
            }
        }
        if (source.Node != _silo.SiloAddress.ToParsableString() || !_runner.TryDemand(_key.Stream, PublicId, out var demand))
        {
            return Refusal.Of(RefusalCode.Unavailable, "source-moved", "The source is moving to another node; try again.");
        }
        var result = await ConnectAsync(context, offer, source, demand, cancellationToken);
        if (result.Refusal is not null)
        {
            demand.Dispose();
        }
        return result;
    }

    private async Task<CommandResult<StreamOffer>> LocateAsync(CancellationToken cancellationToken)
    {
        if (_key.Stream.Value is null || _key.Stream.Kind != "camera")
        {
            return Refusal.Of(RefusalCode.NotFound, "stream-not-found", "There is no such stream.");
        }
        var device = GrainFactory.GetGrain<IDeviceGrain>(GrainId.Create(_key.Stream.Kind, _key.Stream.DeviceId));
        return await device.OfferStreamAsync(_key.Stream.Part, cancellationToken);
    }

    private async ValueTask<Refusal?> AuthoriseAsync(CommandContext context, string unitId, CancellationToken cancellationToken)
    {
        var scope = new AccessScope(_key.Stream.Kind, _key.Stream.DeviceId, unitId);
        return (await _authority.DecideAsync(context, StreamRights.Watch, scope, cancellationToken)).Refusal;
    }

    private async Task<CommandResult<SessionAnswer>> ConnectAsync(
        CommandContext context,
        string offer,
        StreamOffer source,
        StreamDemand demand,
        CancellationToken cancellationToken
    )
    {
        using (JoinTrace.Begin("source"))
        {
            if (await _sources.ForAsync(demand.Source, _options.SourceWait, cancellationToken) is { } absent)
            {
                return absent;
            }
        }
        WhepOpenResult opened;
        using (JoinTrace.Begin("sdp"))
        {
            opened = _server.OpenViewer(new WhepRequest(PublicId, _key.Stream.Value, offer));
        }
        if (!opened.IsAccepted)
        {
            return RefusalOf(opened);
        }
        _traces.Remember(PublicId);
        _viewing = new Viewing(context, demand, source.UnitId, opened.ETag, _time.GetUtcNow());
        try
        {
            var started = new EventDraft("live.started", context) { Cause = PublicId, After = _key.Stream.Value };
            await _store.AppendAsync(Device, [started], cancellationToken);
        }
        catch
        {
            // A picture that is not on the record is not shown.
            _viewing = null;
            _server.End(PublicId, "not-recorded");
            throw;
        }
        Watch();
        return new SessionAnswer(PublicId, opened.Answer, opened.ETag);
    }

    private void Watch()
    {
        KeepAlive();
        _check = this.RegisterGrainTimer(CheckRightAsync, _options.RightCheck, _options.RightCheck);
    }

    private async Task CheckRightAsync(CancellationToken cancellationToken)
    {
        if (_viewing is not { } viewing)
        {
            return;
        }
        KeepAlive();
        if (!await IsSignedInAsync(viewing.Viewer, cancellationToken))
        {
            await FinishAsync(ViewingReasons.SignedOut);
        }
        else if (await AuthoriseAsync(viewing.Viewer, viewing.UnitId, cancellationToken) is not null)
        {
            await FinishAsync(ViewingReasons.RightEnded);
        }
    }

    // Whoever signs out, or is signed out, watches no longer: the picture outlives neither the session nor the account.
    private async ValueTask<bool> IsSignedInAsync(CommandContext viewer, CancellationToken cancellationToken) =>
        viewer.SessionId is not { } session
        || await GrainFactory.GetGrain<IAccountGrain>(viewer.ActorId).IsSessionAliveAsync(session, cancellationToken);

    private void KeepAlive() => DelayDeactivation((2 * _options.RightCheck) + TimeSpan.FromMinutes(1));

    // Every way of ending comes here; the first one counts.
    private async Task FinishAsync(string reason)
    {
        if (_viewing is not { } viewing)
        {
            return;
        }
        _viewing = null;
        _check?.Dispose();
        _server.End(PublicId, reason);
        viewing.Demand.Dispose();
        var now = _time.GetUtcNow();
        var ended = new EventDraft("live.ended", viewing.Viewer)
        {
            Cause = PublicId,
            Before = _key.Stream.Value,
            After = string.Create(CultureInfo.InvariantCulture, $"{reason} after {(now - viewing.Begun).TotalSeconds:0.0} s"),
        };
        // Whatever gave up meanwhile (the caller, or our own timer, which is disposed above), the end goes on the record.
        await _store.AppendAsync(Device, [ended], CancellationToken.None);
        await _hints.TellAsync(new ViewingEnded(now, PublicId, viewing.Viewer.ActorId, _key.Stream, reason));
    }

    private Viewing? Mine(CommandContext context) =>
        _viewing is { } viewing && (viewing.Viewer.ActorId == context.ActorId || context.ActorId == CommandContext.SystemActor)
            ? viewing
            : null;

    private static Refusal NotFound() => Refusal.Of(RefusalCode.NotFound, "session-not-found", "There is no such session.");

    private static Refusal RefusalOf(WhepOpenResult opened) =>
        opened.Refusal switch
        {
            WhepRefusal.BadOffer => Refusal.Of(RefusalCode.Invalid, "bad-offer", opened.Detail),
            WhepRefusal.NoCommonCodec => Refusal.Of(RefusalCode.NotAcceptable, "no-common-codec", opened.Detail),
            WhepRefusal.NotPlayable => SourceWait.NotPlayable(
                Enum.TryParse<Media.Codecs.PlayabilityVerdict>(opened.Detail, out var verdict)
                    ? DeviceReports.Kebab(verdict) ?? "other-codec"
                    : "other-codec"
            ),
            WhepRefusal.UnknownStream => Refusal.Of(RefusalCode.Unavailable, ViewingReasons.SourceClosed, "The source ended just now."),
            _ => Refusal.Of(RefusalCode.Busy, "too-many-viewers", opened.Detail),
        };
}
