using Command.Contracts.Common;
using Command.Contracts.Events;
using Command.Contracts.Walls;
using Command.Silo.Common;
using Command.Silo.Storage;

namespace Command.Silo.Walls;

/// <summary>Keeps one person's wall, and tells that person's other pages.</summary>
[GrainType(Kind)]
internal sealed class PersonalWallGrain : Grain, IPersonalWallGrain
{
    private const string Kind = "wall";
    private static readonly AggregateSchema<WallState> Schema = new(WallJsonContext.Default.WallState);

    private readonly AggregateSession<WallState> _session;
    private readonly TimeProvider _time;
    private readonly ConsoleHints _hints;

    public PersonalWallGrain(IAggregateStore store, TimeProvider time, ConsoleHints hints)
    {
        _session = new AggregateSession<WallState>(store, new AggregateKey(Kind, this.GetPrimaryKeyString()), Schema);
        _time = time;
        _hints = hints;
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken) => _session.LoadAsync(cancellationToken);

    public Task<CommandResult<WallLayout>> GetAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult<CommandResult<WallLayout>>(IsOwner(context) ? Layout() : Forbidden());

    public async Task<CommandResult<WallLayout>> PutAsync(
        CommandContext context,
        WallLayout layout,
        long? expectedVersion,
        CancellationToken cancellationToken
    )
    {
        if (!IsOwner(context))
        {
            return Forbidden();
        }
        if (WallRules.Check(layout) is { } refusal)
        {
            return refusal;
        }
        if (expectedVersion is { } expected && expected != _session.Version)
        {
            return Refusal.Of(
                RefusalCode.VersionConflict,
                "version-conflict",
                $"The wall has version {_session.Version}, the change was made from {expected}."
            );
        }
        var next = new WallState(layout.Cells, WallRules.InSlotOrder(layout.Tiles));
        var before = _session.State is { } state ? Schema.Write(state) : null;
        var changes = new AggregateChanges
        {
            Events = [new EventDraft("wall.saved", context) { Before = before, After = Schema.Write(next) }],
        };
        if (await _session.SaveAsync(next, changes, cancellationToken) is not SaveResult.Saved)
        {
            return Refusal.Of(RefusalCode.Conflict, "wall-changed", "The wall was saved from elsewhere at the same moment; try again.");
        }
        await _hints.TellAsync(new WallChanged(_time.GetUtcNow(), context.ActorId, Layout()));
        return Layout();
    }

    private WallLayout Layout() => (_session.State ?? WallState.Default).ToLayout(_session.Version);

    private bool IsOwner(CommandContext context) => context.ActorId == this.GetPrimaryKeyString();

    private static Refusal Forbidden() =>
        Refusal.Of(RefusalCode.Forbidden, "wall-of-another-person", "A personal wall is open to its owner alone.");
}
