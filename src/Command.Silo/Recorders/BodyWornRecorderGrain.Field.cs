using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Contracts.Signals;
using Command.Silo.Common;
using Command.Silo.MediaNode;

namespace Command.Silo.Recorders;

/// <summary>What the field tells: the device, its page, its stream; and what comes back to it.</summary>
internal sealed partial class BodyWornRecorderGrain
{
    public async Task<NewsVerdict> TellAsync(string serial, ImmutableArray<RecorderNews> news, CancellationToken cancellationToken)
    {
        if (_state is not { Enabled: true } state || state.Serial != serial)
        {
            return NewsVerdict.Unknown;
        }
        var turn = Begin(AsDevice());
        var verdict = NewsVerdict.Taken;
        foreach (var item in news)
        {
            verdict = NewsRules.Apply(turn, item, _clock);
        }
        await KeepAsync(turn, cancellationToken);
        return verdict;
    }

    public async Task<CommandResult> ReportPositionsAsync(
        CommandContext context,
        PositionReport report,
        CancellationToken cancellationToken
    )
    {
        if ((await RefuseFieldAsync(context, cancellationToken) ?? PageRules.Check(report)) is { } refusal)
        {
            return CommandResult.Refused(refusal);
        }
        var turn = Begin(context);
        await _facilities.Track.KeepAsync(Believed(turn, report.Items), cancellationToken);
        // Its own connection knows its battery better.
        if (report.BatteryPercent is { } percent && !turn.State.Contact.Connected)
        {
            HealthRules.Apply(turn, new RecorderHealth(turn.Now, percent, null, null, null, null, null, null, null));
        }
        Heard(turn);
        await KeepAsync(turn, cancellationToken);
        return CommandResult.Done;
    }

    public async Task<CommandResult> SosAsync(CommandContext context, SosReport report, CancellationToken cancellationToken)
    {
        if ((await RefuseFieldAsync(context, cancellationToken) ?? PageRules.Check(report)) is { } refusal)
        {
            return CommandResult.Refused(refusal);
        }
        var turn = Begin(context);
        var position = report.Position is { } given ? PageRules.Stored(given) : null;
        if (position is not null)
        {
            NewsRules.Apply(turn, position);
        }
        var told = new FieldEventText("sos", report.Id, null, report.PressedAt, "page", null, null, position, null, null);
        _ = report.Cancelled ? SosRules.Cancel(turn, told) : SosRules.Press(turn, told, null);
        Heard(turn);
        await KeepAsync(turn, cancellationToken);
        return CommandResult.Done;
    }

    public async Task AnsweredAsync(Signal signal, CancellationToken cancellationToken)
    {
        if (_state is null || signal.Source != RecorderSignals.Sos)
        {
            return;
        }
        var turn = Begin(CommandContext.System(signal.Id));
        SosRules.Answered(turn, signal);
        await KeepAsync(turn, cancellationToken);
    }

    public async Task DeadlineDueAsync(string name, DateTimeOffset due, CancellationToken cancellationToken)
    {
        if (_state is null)
        {
            return;
        }
        var turn = Begin(CommandContext.System(Ulid.New(_facilities.Time)));
        OrderRules.Expire(turn);
        SessionRules.Expire(turn);
        // Stored in any case: that moves or clears the deadline, whatever it was about.
        await KeepAsync(turn, cancellationToken, always: true);
    }

    public Task WakeAsync(CancellationToken cancellationToken) => Task.CompletedTask; // its activation has begun whatever has to run

    public Task<string> WhereAsync(CancellationToken cancellationToken) => Task.FromResult(_facilities.SiloAddress);

    // Its stream is pushed: nothing is pulled that could report.
    public Task ReportAsync(DeviceReport report, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<CommandResult<StreamOffer>> OfferStreamAsync(string part, CancellationToken cancellationToken)
    {
        if (_state is not { } state || part != RecorderMapping.Live)
        {
            return Task.FromResult<CommandResult<StreamOffer>>(NoStream(part));
        }
        if (!state.Enabled)
        {
            return Task.FromResult<CommandResult<StreamOffer>>(Refusals.Unavailable(state.Link.Cause));
        }
        Run();
        DelayDeactivation(KeepAlive);
        return Task.FromResult<CommandResult<StreamOffer>>(new StreamOffer(_facilities.SiloAddress, state.UnitId));
    }

    public async Task<StateCause?> WantedAsync(string part, bool wanted, CancellationToken cancellationToken)
    {
        if (_state is not { Enabled: true } || part != RecorderMapping.Live)
        {
            return _state?.Link.Cause ?? RecorderCauses.NotLive;
        }
        var turn = Begin(CommandContext.System(Ulid.New(_facilities.Time)));
        var cause = SessionRules.Want(turn, wanted, mayAsk: !(turn.Now < _askAgainAt));
        await KeepAsync(turn, cancellationToken);
        return cause;
    }

    public Task<CommandResult> AdmitPublisherAsync(CommandContext context, string part, CancellationToken cancellationToken)
    {
        if (_state is not { } state || part != RecorderMapping.Live)
        {
            return Task.FromResult(CommandResult.Refused(NoStream(part)));
        }
        return Task.FromResult(state.Enabled ? CommandResult.Done : CommandResult.Refused(Refusals.Unavailable(state.Link.Cause)));
    }

    public async Task PublishingAsync(PublisherReport report, CancellationToken cancellationToken)
    {
        if (_state is not { Enabled: true } || report.Part != RecorderMapping.Live)
        {
            return; // a report that was under way when the recorder was switched off or removed
        }
        var turn = Begin(AsDevice());
        SessionRules.Apply(turn, report);
        if (turn.State.Session?.Publisher == report.SessionId)
        {
            _publisher = report;
        }
        await KeepAsync(turn, cancellationToken);
    }

    private async ValueTask<Refusal?> RefuseFieldAsync(CommandContext context, CancellationToken cancellationToken) =>
        await RefuseAsync(context, RecorderRights.Report, cancellationToken)
        ?? (_state is { Enabled: false } off ? Refusals.Unavailable(off.Link.Cause) : null);

    private void Heard(RecorderTurn turn)
    {
        _pageHeardAt = turn.Now;
        turn.PageIsHere = true;
        PresenceRules.HeardOtherwise(turn);
    }

    private ImmutableArray<PositionRow> Believed(RecorderTurn turn, ImmutableArray<NumberedPosition> items)
    {
        var rows = ImmutableArray.CreateBuilder<PositionRow>(items.Length);
        foreach (var item in items.OrderBy(item => item.Position.At))
        {
            var position = PageRules.Stored(item.Position);
            var verdict = _pageTrack.Judge(position, turn.Now);
            if (verdict != PointVerdict.Good)
            {
                _facilities.Metrics.Dropped(verdict);
                continue;
            }
            rows.Add(PositionRow.Of(_id, item.Sequence, position));
            NewsRules.Apply(turn, position);
        }
        return rows.ToImmutable();
    }

    private Refusal NoStream(string part) =>
        Refusal.Of(RefusalCode.NotFound, "stream-not-found", $"There is no stream recorder/{_id}/{part}.");
}
