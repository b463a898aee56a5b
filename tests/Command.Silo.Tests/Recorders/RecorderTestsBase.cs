using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Contracts.Signals;
using Command.Devices.Mqtt;
using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Recorders;

/// <summary>A silo with a recorder whose broker is the test.</summary>
public abstract class RecorderTestsBase : NounTestsBase
{
    private protected const string Boot = "boot-1";

    private protected FakePost Post { get; } = new();

    private protected string Id { get; private set; } = "";

    private protected string Serial { get; private set; } = "";

    private protected RecorderKey Key { get; private set; } = null!; // set by InitializeAsync, which xUnit calls first

    private protected string Unit { get; private set; } = "";

    private protected IBodyWornRecorderGrain Recorder => RecorderOf(Id);

    private protected IBodyWornInbox Inbox => Silo.Services.GetRequiredService<IBodyWornInbox>();

    private protected ISignalDeskGrain Desk => Silo.Grains.GetGrain<ISignalDeskGrain>(ISignalDeskGrain.SiteKey);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Unit = await UnitAsync();
        var made = await CreateAsync(Draft("34020000001320000009"));
        (Id, Serial, Key) = (made.Recorder.Id, made.Recorder.Serial, made.Key);
        await HoldAsync(Id, Person);
    }

    private protected override void Replace(IServiceCollection services) => services.AddSingleton<IBodyWornOutbox>(Post);

    private protected IBodyWornRecorderGrain RecorderOf(string id) => Silo.Grains.GetGrain<IBodyWornRecorderGrain>(id);

    private protected new RecorderDraft Draft(string? serial) => new("执法仪 07", "R-07", serial, true, Unit, null);

    private protected async Task<CreatedRecorder> CreateAsync(RecorderDraft draft)
    {
        var result = await RecorderOf(Ulid.New(Time)).CreateAsync(Person, draft, Cancellation);
        Assert.Null(result.Refusal);
        return result.Value!; // no refusal, so there is a value
    }

    private protected async Task<RecorderStatus> DescribeAsync()
    {
        var result = await Recorder.DescribeAsync(Person, Cancellation);
        Assert.Null(result.Refusal);
        return result.Value!; // no refusal, so there is a value
    }

    private protected Task<RecorderStatus> StatusAsync(Func<RecorderStatus, bool> condition, string what) =>
        Until.ValueAsync(async () => (await Recorder.DescribeAsync(Person, Cancellation)).Value, condition, what);

    private protected Task<RecorderStatus> StateAsync(DeviceState state) =>
        StatusAsync(status => status.State == state, $"recorder is {state}");

    private protected async Task<InboxVerdict> TellAsync(BodyWornMessage message) =>
        await Inbox.ReceiveAsync(Serial, message, Cancellation);

    private protected Task<InboxVerdict> ConnectAsync(string boot = Boot) =>
        TellAsync(new BodyWornPresence(Time.GetUtcNow(), true, "connect", "1.2.3") { Boot = boot });

    private protected Task<InboxVerdict> LoseAsync(string boot = Boot, string reason = "lost") =>
        TellAsync(new BodyWornPresence(Time.GetUtcNow(), false, reason, null) { Boot = boot });

    private protected Task<InboxVerdict> HappenAsync(string type, long sequence, string? id = null, string? state = "start") =>
        TellAsync(Event(type, sequence, id, state));

    private protected BodyWornEvent Event(string type, long sequence, string? id = null, string? state = "start") =>
        new(Time.GetUtcNow(), type, id, state, null, null, "")
        {
            Boot = Boot,
            Sequence = sequence,
            DeviceTime = Time.GetUtcNow(),
        };

    private protected async Task<ImmutableArray<Signal>> SignalsAsync(string source)
    {
        var page = await Desk.QueryAsync(Person, new SignalQuery(false, null, Id, null, 200), Cancellation);
        Assert.Null(page.Refusal);
        return [.. page.Value!.Signals.Where(signal => signal.Source == source)]; // no refusal, so there is a value
    }

    private protected async Task<List<EventRow>> EventsAsync(string type)
    {
        await using var context = await Silo
            .Services.GetRequiredService<IDbContextFactory<CommandDbContext>>()
            .CreateDbContextAsync(Cancellation);
        return await context.Events.Where(row => row.Id == Id && row.Type == type).OrderBy(row => row.Seq).ToListAsync(Cancellation);
    }

    private protected async Task<List<T>> RowsAsync<T>()
        where T : class
    {
        await using var context = await Silo
            .Services.GetRequiredService<IDbContextFactory<CommandDbContext>>()
            .CreateDbContextAsync(Cancellation);
        return await context.Set<T>().ToListAsync(Cancellation);
    }

    private protected async Task<ImmutableArray<RecorderCommand>> OrdersAsync()
    {
        var orders = await Recorder.OrdersAsync(Person, Cancellation);
        Assert.Null(orders.Refusal);
        return orders.Value!.Orders; // no refusal, so there is a value
    }
}
