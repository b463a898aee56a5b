using Command.Contracts.Audit;
using Command.Contracts.Common;
using Command.Contracts.Signals;
using Command.Silo.Signals;
using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Signals;

public sealed class SignalDeskGrainTests : NounTestsBase
{
    private ISignalDeskGrain Desk => Silo.Grains.GetGrain<ISignalDeskGrain>(ISignalDeskGrain.SiteKey);

    // Sources are grains; a test asks from outside the cluster's grains, by the silo's own factory.
    private ISignalIntake Intake => Silo.Services.GetRequiredService<IGrainFactory>().GetGrain<ISignalIntake>(ISignalDeskGrain.SiteKey);

    [Fact]
    public async Task RaiseAsync_SameDraftTwice_IsOne_AlsoAfterItIsOver()
    {
        var draft = Draft("device-offline", SignalColour.Blue);
        await Intake.RaiseAsync(draft, Cancellation);
        await Intake.RaiseAsync(draft, Cancellation);
        Assert.Equal(1, Assert.Single((await OpenAsync()).Signals).Count);

        await Intake.CauseEndedAsync(draft.Source, draft.Subject.Id, "online", Time.GetUtcNow(), Cancellation);
        await Intake.RaiseAsync(draft, Cancellation);

        Assert.Empty((await OpenAsync()).Signals);
        Assert.Equal(SignalState.Closed, (await DescribeAsync(draft.Id)).State);
        Assert.Equal(["signal.raised", "signal.closed"], await EventsAsync(draft.Id));
    }

    [Fact]
    public async Task AcknowledgeAsync_TwoPersons_OneAnswersAndTheOtherIsTold()
    {
        var draft = Draft("sos", SignalColour.Red);
        await Intake.RaiseAsync(draft, Cancellation);
        Assert.True((await Desk.OfferAsync(Person, draft.Id, Cancellation)).Accepted);
        Assert.True((await Desk.OfferAsync(Person, draft.Id, Cancellation)).Accepted);
        Assert.Equal(
            [(SignalColour.Red, 1), (SignalColour.Orange, 0), (SignalColour.Yellow, 0), (SignalColour.Blue, 0)],
            await CountsAsync()
        );

        var colleague = (await SignInAsync(["duty-officer"], null)) with { ActorName = "李值班" };
        var answers = await Task.WhenAll(
            Desk.AcknowledgeAsync(Person, draft.Id, " 已联系 ", Cancellation),
            Desk.AcknowledgeAsync(colleague, draft.Id, null, Cancellation)
        );

        var done = Assert.Single(answers, answer => answer.Refusal is null).Value!;
        Assert.Equal(SignalState.Acknowledged, done.State);
        var refused = Assert.Single(answers, answer => answer.Refusal is not null).Refusal!;
        Assert.Equal((RefusalCode.Conflict, "signal-answered"), (refused.Code, refused.Reason));
        Assert.Equal([done.AnsweredBy!], refused.Arguments);
        Assert.Equal(0, (await CountsAsync())[0].Count);
        Assert.Equal(["signal.raised", "signal.offered", "signal.acknowledged"], await EventsAsync(draft.Id));
    }

    [Fact]
    public async Task DismissAsync_NeedsAReason_AlsoForRed()
    {
        var draft = Draft("sos", SignalColour.Red);
        await Intake.RaiseAsync(draft, Cancellation);

        Assert.Equal("reason", (await Desk.DismissAsync(Person, draft.Id, " x ", Cancellation)).Refusal!.Field);
        Assert.Equal("note", (await Desk.AcknowledgeAsync(Person, draft.Id, new string('x', 201), Cancellation)).Refusal!.Field);
        var dismissed = (await Desk.DismissAsync(Person, draft.Id, "误触报警", Cancellation)).Value!;

        Assert.Equal((SignalState.Dismissed, "误触报警", "王法官"), (dismissed.State, dismissed.Reason, dismissed.AnsweredBy));
        Assert.Empty((await OpenAsync()).Signals);
        Assert.Equal(
            1,
            (await Desk.QueryAsync(Person, new SignalQuery(false, null, draft.Subject.Id, null, 10), Cancellation)).Value!.Total
        );
    }

    [Fact]
    public async Task EveryOrder_StrangerOrUnknownId_IsRefused()
    {
        var draft = Draft("sos", SignalColour.Red);
        await Intake.RaiseAsync(draft, Cancellation);

        Assert.Equal(RefusalCode.Forbidden, (await Desk.QueryAsync(Stranger, All, Cancellation)).Refusal!.Code);
        Assert.Equal(RefusalCode.Forbidden, (await Desk.DescribeAsync(Stranger, draft.Id, Cancellation)).Refusal!.Code);
        Assert.Equal(RefusalCode.Forbidden, (await Desk.OfferAsync(Stranger, draft.Id, Cancellation)).Refusal!.Code);
        Assert.Equal(RefusalCode.Forbidden, (await Desk.AcknowledgeAsync(Stranger, draft.Id, null, Cancellation)).Refusal!.Code);
        Assert.Equal(RefusalCode.Forbidden, (await Desk.DismissAsync(Stranger, draft.Id, "误触报警", Cancellation)).Refusal!.Code);
        Assert.Contains("signal.answer.refused", await EventsAsync(draft.Id));
        foreach (var id in new[] { "x", Ulid.New(Time) })
        {
            Assert.Equal("signal-not-found", (await Desk.AcknowledgeAsync(Person, id, null, Cancellation)).Refusal!.Reason);
        }
        Assert.Equal("take", (await Desk.QueryAsync(Person, All with { Take = 201 }, Cancellation)).Refusal!.Field);
    }

    [Fact]
    public async Task Due_NobodyAnswers_BecomesOverdueByItself()
    {
        var draft = Draft("sos", SignalColour.Red);
        await Intake.RaiseAsync(draft, Cancellation);
        Time.Advance(TimeSpan.FromSeconds(31));

        await Until.TrueAsync(async () => (await DescribeAsync(draft.Id)).Overdue, "it is overdue");

        Assert.Equal(["signal.raised", "signal.overdue"], await EventsAsync(draft.Id));
        Assert.Empty(await DeadlinesAsync(draft.Id));
    }

    [Fact]
    public async Task Answer_SubjectFailsFirst_IsToldAgain()
    {
        var draft = Draft("sos", SignalColour.Red) with { TellSubject = true, Subject = Probe() };
        AnswerProbeGrain.Failures[draft.Subject.Id] = 1;
        await Intake.RaiseAsync(draft, Cancellation);
        await Desk.AcknowledgeAsync(Person, draft.Id, null, Cancellation);
        await Until.TrueAsync(() => AnswerProbeGrain.Failures[draft.Subject.Id] == 0, "the first try fails");
        Assert.Equal(["tell"], await DeadlinesAsync(draft.Id));

        Time.Advance(TimeSpan.FromSeconds(11));

        await Until.TrueAsync(() => AnswerProbeGrain.Told.Any(told => told.Id == draft.Subject.Id), "the second try reaches it");
        await Until.TrueAsync(async () => (await DeadlinesAsync(draft.Id)).Count == 0, "nothing is left to tell");
        var signal = AnswerProbeGrain.Told.First(told => told.Id == draft.Subject.Id).Signal;
        Assert.Equal((SignalState.Acknowledged, "王法官"), (signal.State, signal.AnsweredBy));
    }

    [Fact]
    public async Task Restart_OpenSignals_AreStillThereAndStillCount()
    {
        var sos = Draft("sos", SignalColour.Red) with { TellSubject = true, Subject = Probe() };
        var low = Draft("battery-low", SignalColour.Yellow);
        await Intake.RaiseAsync(sos, Cancellation);
        await Intake.RaiseAsync(low, Cancellation);
        AnswerProbeGrain.Failures[sos.Subject.Id] = 1;
        await Desk.AcknowledgeAsync(Person, sos.Id, null, Cancellation);
        await Until.TrueAsync(() => AnswerProbeGrain.Failures[sos.Subject.Id] == 0, "the first try fails");

        await Silo.DisposeAsync();
        Time.Advance(TimeSpan.FromSeconds(15));
        Silo = await StartAsync(DataDirectory);

        await Until.TrueAsync(() => AnswerProbeGrain.Told.Any(told => told.Id == sos.Subject.Id), "the answer is told after the restart");
        Assert.Equal([low.Id, sos.Id], (await OpenAsync()).Signals.Select(signal => signal.Id));
        await Intake.RaiseAsync(low with { Id = Ulid.New(Time) }, Cancellation);
        Assert.Equal(2, (await DescribeAsync(low.Id)).Count);
        Time.Advance(TimeSpan.FromMinutes(4));
        await Until.TrueAsync(async () => (await DescribeAsync(low.Id)).Overdue, "deadlines outlive the process");
    }

    [Fact]
    public async Task Repeats_TheLastCount_ReachesTheRecord()
    {
        var draft = Draft("battery-low", SignalColour.Yellow);
        for (var i = 0; i < 5; i++)
        {
            await Intake.RaiseAsync(draft with { Id = i == 0 ? draft.Id : Ulid.New(Time) }, Cancellation);
        }
        Assert.Equal(["signal.raised"], await EventsAsync(draft.Id));

        Time.Advance(TimeSpan.FromSeconds(11));

        await Until.TrueAsync(async () => (await EventsAsync(draft.Id)).Contains("signal.repeated"), "the count is recorded");
        Assert.Contains("\"count\":5", (await AuditAsync(draft.Id))[0].After!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storm_TwoHundredCamerasAtOnce_TwentyAndOneGroup()
    {
        var court = await UnitAsync();
        string[] rooms = [await UnitAsync("一楼", court), await UnitAsync("二楼", court)];
        var drafts = Enumerable
            .Range(0, 200)
            .Select(i => Draft("device-offline", SignalColour.Blue) with { UnitId = rooms[i % 2] })
            .ToArray();

        await Task.WhenAll(drafts.Select(draft => Intake.RaiseAsync(draft, Cancellation)));
        await Task.WhenAll(drafts.Select(draft => Intake.RaiseAsync(draft, Cancellation)));

        var open = await OpenAsync(200);
        Assert.Equal(21, open.Signals.Length);
        var group = Assert.Single(open.Signals, signal => signal.Grouped > 0);
        Assert.Equal(
            (180, 180, "unit", court, "法院 Court"),
            (group.Grouped, group.Count, group.Subject.Kind, group.UnitId, group.Subject.Name)
        );
        Assert.Equal(16, group.Evidence.Length);
        Assert.Equal(180, (await DescribeAsync(group.Id)).Evidence.Select(item => item.Text).Distinct().Count());
        Assert.Equal(SignalColour.Blue, group.Colour);

        // Red stands by itself in any storm, and each device that returns leaves the group.
        await Intake.RaiseAsync(Draft("device-offline", SignalColour.Red) with { UnitId = rooms[0] }, Cancellation);
        Assert.Equal(22, (await OpenAsync(200)).Signals.Length);
        foreach (var draft in drafts)
        {
            await Intake.CauseEndedAsync(draft.Source, draft.Subject.Id, "online", Time.GetUtcNow(), Cancellation);
        }
        Assert.Equal(SignalColour.Red, Assert.Single((await OpenAsync(200)).Signals).Colour);
        Assert.Equal(SignalState.Closed, (await DescribeAsync(group.Id)).State);
    }

    [Fact]
    public async Task QueryAsync_Pages_NewestFirstWithoutGapOrDouble()
    {
        var drafts = Enumerable.Range(0, 7).Select(_ => Draft("tamper", SignalColour.Orange)).ToList();
        foreach (var draft in drafts)
        {
            await Intake.RaiseAsync(draft, Cancellation);
        }
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = (await Desk.QueryAsync(Person, new SignalQuery(true, SignalColour.Orange, null, after, 3), Cancellation)).Value!;
            Assert.Equal(7, page.Total);
            seen.AddRange(page.Signals.Select(signal => signal.Id));
            after = page.Next;
        } while (after is not null);

        Assert.Equal(drafts.Select(draft => draft.Id).Reverse(), seen);
    }

    [Fact]
    public async Task Over_KeptLongEnough_LeavesTheListAndNotTheRecord()
    {
        var draft = Draft("sos", SignalColour.Red);
        await Intake.RaiseAsync(draft, Cancellation);
        await Desk.DismissAsync(Person, draft.Id, "误触报警", Cancellation);
        Time.Advance(TimeSpan.FromDays(366));

        await Until.TrueAsync(
            async () => (await Desk.DescribeAsync(Person, draft.Id, Cancellation)).Refusal?.Reason == "signal-not-found",
            "it is removed"
        );

        Assert.Equal(0, (await Desk.QueryAsync(Person, All with { OpenOnly = false }, Cancellation)).Value!.Total);
        Assert.Equal(["signal.raised", "signal.dismissed", "signal.removed"], await EventsAsync(draft.Id));
    }

    private static SignalQuery All => new(true, null, null, null, 100);

    private async Task<SignalPage> OpenAsync(int take = 100) =>
        (await Desk.QueryAsync(Person, All with { Take = take }, Cancellation)).Value!;

    private async Task<(SignalColour Colour, int Count)[]> CountsAsync() =>
        [.. (await OpenAsync()).Open.Select(count => (count.Colour, count.Count))];

    private async Task<Signal> DescribeAsync(string id) => (await Desk.DescribeAsync(Person, id, Cancellation)).Value!;

    private async Task<IReadOnlyList<AuditEntry>> AuditAsync(string id)
    {
        var query = new AuditQuery("signal", id, null, null, null, 100);
        return (await Silo.Grains.GetGrain<IAuditGrain>("site").QueryAsync(CommandContext.System("audit"), query, Cancellation))
            .Value!
            .Entries;
    }

    // Oldest first.
    private async Task<string[]> EventsAsync(string id) => [.. (await AuditAsync(id)).Reverse().Select(entry => entry.Type)];

    private async Task<List<string>> DeadlinesAsync(string id)
    {
        await using var context = await Silo
            .Services.GetRequiredService<IDbContextFactory<CommandDbContext>>()
            .CreateDbContextAsync(Cancellation);
        return await context.Deadlines.Where(row => row.Id == id).Select(row => row.Name).ToListAsync(Cancellation);
    }

    private SignalDraft Draft(string source, SignalColour colour)
    {
        var subject = Ulid.New(Time);
        return new SignalDraft(
            Ulid.New(Time),
            source,
            new SignalSubject("camera", subject, $"北门 {subject}"),
            "",
            colour,
            Time.GetUtcNow(),
            null,
            null,
            [],
            TimeSpan.FromMinutes(1),
            false,
            false
        );
    }

    private SignalSubject Probe() => new(AnswerProbeGrain.Kind, Ulid.New(Time), "执法仪 07");
}
