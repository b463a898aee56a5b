using Command.Contracts.Common;
using Command.Contracts.Signals;

namespace Command.Web.Tests.Fakes;

/// <summary>A signal desk over a list; what people order is kept, and refused where a test says so.</summary>
internal sealed class FakeSignalDesk : ISignalDeskGrain
{
    public List<Signal> Signals { get; } = [];

    public List<string> Offered { get; } = [];

    public List<(string Id, string? Note)> Acknowledged { get; } = [];

    public List<(string Id, string Reason)> Dismissed { get; } = [];

    public Refusal? NextRefusal { get; set; }

    public Refusal? QueryRefusal { get; set; }

    public static Signal Signal(string id, SignalColour colour, SignalState state = SignalState.New, string source = "device-offline") =>
        new(
            id,
            source,
            new SignalSubject("camera", $"subject-{id}", $"北门 {id}"),
            "u1",
            colour,
            state,
            FakeSite.Noon,
            FakeSite.Noon,
            FakeSite.Noon,
            1,
            0,
            new Place("江苏路 1 号", null, null),
            "No route to 192.0.2.1.",
            [new SignalEvidence("cause", "host-unreachable", FakeSite.Noon)],
            state is SignalState.New or SignalState.Offered ? FakeSite.Noon.AddMinutes(10) : null,
            false,
            null,
            null,
            null,
            null,
            false,
            1
        );

    public Task<CommandResult<SignalPage>> QueryAsync(CommandContext context, SignalQuery query, CancellationToken cancellationToken)
    {
        if (QueryRefusal is { } refusal)
        {
            return Task.FromResult<CommandResult<SignalPage>>(refusal);
        }
        var start = query.After is null ? 0 : int.Parse(query.After, System.Globalization.CultureInfo.InvariantCulture);
        var all = Signals
            .Where(signal => !query.OpenOnly || signal.State is SignalState.New or SignalState.Offered or SignalState.Acknowledged)
            .Where(signal => query.Colour is null || signal.Colour == query.Colour)
            .Where(signal => query.SubjectId is null || signal.Subject.Id == query.SubjectId)
            .OrderByDescending(signal => signal.RaisedAt)
            .ToList();
        var next = start + query.Take < all.Count ? (start + query.Take).ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        var open = Enum.GetValues<SignalColour>()
            .OrderDescending()
            .Select(colour => new SignalCount(
                colour,
                Signals.Count(signal => signal.Colour == colour && signal.State is SignalState.New or SignalState.Offered)
            ));
        return Task.FromResult<CommandResult<SignalPage>>(
            new SignalPage([.. all.Skip(start).Take(query.Take)], next, all.Count, [.. open])
        );
    }

    public Task<CommandResult<Signal>> DescribeAsync(CommandContext context, string id, CancellationToken cancellationToken) =>
        Answer(Signals.Single(signal => signal.Id == id));

    public Task<CommandResult> OfferAsync(CommandContext context, string id, CancellationToken cancellationToken)
    {
        Offered.Add(id);
        Change(id, signal => signal with { State = SignalState.Offered });
        return Task.FromResult(CommandResult.Done);
    }

    public Task<CommandResult<Signal>> AcknowledgeAsync(
        CommandContext context,
        string id,
        string? note,
        CancellationToken cancellationToken
    )
    {
        Acknowledged.Add((id, note));
        return Answer(NextRefusal is null ? Change(id, Answered(SignalState.Acknowledged, note)) : null);
    }

    public Task<CommandResult<Signal>> DismissAsync(CommandContext context, string id, string reason, CancellationToken cancellationToken)
    {
        Dismissed.Add((id, reason));
        return Answer(NextRefusal is null ? Change(id, Answered(SignalState.Dismissed, reason)) : null);
    }

    private static Func<Signal, Signal> Answered(SignalState state, string? words) =>
        signal => signal with { State = state, DueAt = null, AnsweredBy = "王法官", AnsweredAt = FakeSite.Noon, Reason = words };

    private Signal Change(string id, Func<Signal, Signal> change)
    {
        var at = Signals.FindIndex(signal => signal.Id == id);
        return Signals[at] = change(Signals[at]) with { Version = Signals[at].Version + 1 };
    }

    private Task<CommandResult<Signal>> Answer(Signal? signal)
    {
        var refusal = NextRefusal;
        NextRefusal = null;
        return Task.FromResult(refusal is null ? new CommandResult<Signal>(signal, null) : new CommandResult<Signal>(null, refusal));
    }
}
