using System.Globalization;
using Command.Contracts.Accounts;
using Command.Contracts.Common;
using Command.Contracts.Events;
using Command.Contracts.Streams;
using Command.Silo.Authority;
using Command.Silo.MediaNode;
using Command.Silo.Storage;

namespace Command.Silo.Streams;

/// <summary>
/// The life of one session of one stream, on the silo that has the stream: asks for the right before and while it runs, puts begin and end on the
/// record, ends with the sign-in session it belongs to. What viewers and publishers do differently stands in the derived classes.
/// </summary>
internal abstract class SessionGrain : Grain, ISessionGrain
{
    private RunningSession? _running;
    private IGrainTimer? _check;
    private bool _isSignInDue;

    protected SessionGrain(SessionServices services)
    {
        Services = services;
        _ = SessionKey.TryParseGrainKey(this.GetPrimaryKeyString(), out var key);
        Key = key;
    }

    protected SessionServices Services { get; }

    protected SessionKey Key { get; }

    protected string PublicId => Key.PublicId;

    /// <summary>What its events are called: <c>{Noun}.started</c>, <c>{Noun}.ended</c>.</summary>
    protected abstract string Noun { get; }

    /// <summary>Who may have such a session of a device of this kind.</summary>
    protected abstract Right Right { get; }

    private AggregateKey Device => new(Key.Stream.Kind, Key.Stream.DeviceId);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        FinishAsync(SessionReasons.ServerStopping);

    public async Task<CommandResult<SessionAnswer>> OpenAsync(CommandContext context, string offer, CancellationToken cancellationToken)
    {
        if (_running is not null)
        {
            return Refusal.Of(RefusalCode.Conflict, "session-open", "This session is open already.");
        }
        CommandResult<StreamOffer> located;
        using (JoinTrace.Begin("place"))
        {
            located = await LocateAsync(cancellationToken);
        }
        if (located.Refusal is { Code: RefusalCode.NotFound } unknown)
        {
            return unknown;
        }
        AuthorityDecision decision;
        using (JoinTrace.Begin("authorise"))
        {
            // Before anything else is said about the device: who must not know of it hears what they would hear if it did not exist.
            var unitId = located.Value?.UnitId ?? await Services.UnitOfAsync(Key.Stream.DeviceId, cancellationToken);
            decision = await AuthoriseAsync(context, unitId, cancellationToken);
            if (decision.Refusal is { } denied)
            {
                return denied.Code == RefusalCode.NotFound ? StreamNotFound() : denied;
            }
        }
        if (located.Value is not { } source)
        {
            return located.Refusal!; // a result without a value carries its refusal
        }
        if (source.Node != Services.Node)
        {
            return SourceMoved();
        }
        var started = await StartAsync(context, offer, cancellationToken);
        return started.Value is { } start ? await BeginAsync(context, source, start, decision, cancellationToken) : started.Refusal!; // a result without a value carries its refusal
    }

    public async Task<CommandResult<TrickleAnswer>> TrickleAsync(
        CommandContext context,
        string fragment,
        string? eTag,
        CancellationToken cancellationToken
    )
    {
        if (Mine(context) is not { } running)
        {
            return SessionNotFound();
        }
        if (eTag is not null && eTag != "*" && eTag != running.ETag)
        {
            return Refusal.Of(RefusalCode.VersionConflict, "ice-generation", "The ETag names another ICE generation.");
        }
        await Task.CompletedTask;
        return Services.Server.TryTrickle(PublicId, fragment, eTag, out var answer)
            ? new TrickleAnswer(answer, running.ETag)
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
            return CommandResult.Refused(SessionNotFound());
        }
        await FinishAsync(SessionReasons.Normalise(reason));
        return CommandResult.Done;
    }

    public Task EndedAsync(string reason, CancellationToken cancellationToken) => FinishAsync(SessionReasons.Normalise(reason));

    /// <summary>Gets an answer to the offer from the media side. Whatever it holds for the session is in the answer, or let go again.</summary>
    protected abstract Task<CommandResult<SessionStart>> StartAsync(
        CommandContext context,
        string offer,
        CancellationToken cancellationToken
    );

    /// <summary>The answer is about to be given.</summary>
    protected virtual void OnBegun() { }

    protected static Refusal SourceMoved() =>
        Refusal.Of(RefusalCode.Unavailable, "source-moved", "The source is moving to another node; try again.");

    private async Task<CommandResult<SessionAnswer>> BeginAsync(
        CommandContext context,
        StreamOffer source,
        SessionStart start,
        AuthorityDecision decision,
        CancellationToken cancellationToken
    )
    {
        Services.Traces.Remember(PublicId);
        _running = new RunningSession(context, start.Hold, source.UnitId, start.ETag, Services.Time.GetUtcNow()) { Decision = decision };
        try
        {
            var started = new EventDraft($"{Noun}.started", context) { Cause = PublicId, After = Key.Stream.Value };
            await Services.Store.AppendAsync(Device, [started], cancellationToken);
        }
        catch
        {
            // A picture that is not on the record is not shown.
            _running = null;
            Services.Server.End(PublicId, "not-recorded");
            start.Hold.Dispose();
            throw;
        }
        OnBegun();
        KeepAlive();
        _check = this.RegisterGrainTimer(CheckRightAsync, NextCheck(_running), Services.Options.RightCheck);
        return new SessionAnswer(PublicId, start.Answer, start.ETag);
    }

    private async Task<CommandResult<StreamOffer>> LocateAsync(CancellationToken cancellationToken)
    {
        if (Key.Stream.Value is null || !Services.Kinds.IsDevice(Key.Stream.Kind))
        {
            return StreamNotFound();
        }
        return await DeviceGrains.Find(GrainFactory, Key.Stream).OfferStreamAsync(Key.Stream.Part, cancellationToken);
    }

    private ValueTask<AuthorityDecision> AuthoriseAsync(CommandContext context, string? unitId, CancellationToken cancellationToken) =>
        Services.Authority.DecideAsync(context, Right, new AccessScope(Key.Stream.Kind, Key.Stream.DeviceId, unitId), cancellationToken);

    private async Task CheckRightAsync(CancellationToken cancellationToken)
    {
        if (_running is not { } running)
        {
            return;
        }
        KeepAlive();
        // A decision is made in memory; the account is another grain, and is asked every other time.
        _isSignInDue = !_isSignInDue;
        if (_isSignInDue && !await IsSignedInAsync(running.Actor, cancellationToken))
        {
            await FinishAsync(SessionReasons.SignedOut);
            return;
        }
        if (_isSignInDue && await Services.UnitOfAsync(Key.Stream.DeviceId, cancellationToken) is { } unitId && unitId != running.UnitId)
        {
            running = running with { UnitId = unitId }; // the device was moved: another scope
        }
        var now = Services.Time.GetUtcNow();
        var decision = await AuthoriseAsync(running.Actor, running.UnitId, cancellationToken);
        if (decision.Refusal is not null)
        {
            await FinishAsync(running.Decision.Until <= now ? SessionReasons.ShiftOver : SessionReasons.RightEnded);
        }
        else if (running.Begun + decision.Limits.ViewTime <= now)
        {
            await FinishAsync(SessionReasons.ViewTimeOver);
        }
        else if (_running is not null)
        {
            _running = running with { Decision = decision };
            _check?.Change(NextCheck(_running), Services.Options.RightCheck);
        }
    }

    // Often, and at the very moment at which the right ends by itself.
    private TimeSpan NextCheck(RunningSession running)
    {
        var usual = Services.Options.RightCheck;
        var left = running.EndsAt - Services.Time.GetUtcNow();
        return left is { } time && time < usual && time > TimeSpan.Zero ? time : usual;
    }

    // Whoever signs out, or is signed out, watches and sends no longer: a session outlives neither the sign-in nor the account.
    private async ValueTask<bool> IsSignedInAsync(CommandContext actor, CancellationToken cancellationToken) =>
        actor.SessionId is not { } session
        || await GrainFactory.GetGrain<IAccountGrain>(actor.ActorId).IsSessionAliveAsync(session, cancellationToken);

    private void KeepAlive() => DelayDeactivation((2 * Services.Options.RightCheck) + TimeSpan.FromMinutes(1));

    // Every way of ending comes here; the first one counts.
    private async Task FinishAsync(string reason)
    {
        if (_running is not { } running)
        {
            return;
        }
        _running = null;
        _check?.Dispose();
        Services.Server.End(PublicId, reason);
        running.Hold.Dispose();
        var now = Services.Time.GetUtcNow();
        var ended = new EventDraft($"{Noun}.ended", running.Actor)
        {
            Cause = PublicId,
            Before = Key.Stream.Value,
            After = string.Create(CultureInfo.InvariantCulture, $"{reason} after {(now - running.Begun).TotalSeconds:0.0} s"),
        };
        // Whatever gave up meanwhile (the caller, or our own timer, which is disposed above), the end goes on the record.
        await Services.Store.AppendAsync(Device, [ended], CancellationToken.None);
        await Services.Hints.TellAsync(new ViewingEnded(now, PublicId, running.Actor.ActorId, Key.Stream, reason));
    }

    private RunningSession? Mine(CommandContext context) =>
        _running is { } running && (running.Actor.ActorId == context.ActorId || context.ActorId == CommandContext.SystemActor)
            ? running
            : null;

    private static Refusal SessionNotFound() => Refusal.Of(RefusalCode.NotFound, "session-not-found", "There is no such session.");

    private static Refusal StreamNotFound() => Refusal.Of(RefusalCode.NotFound, "stream-not-found", "There is no such stream.");
}
