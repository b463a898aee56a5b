using System.Collections.Concurrent;
using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Silo.MediaNode;

namespace Command.Silo.Tests.Fixtures;

/// <summary>A device that pushes its stream <c>booth/{id}/face</c>, and does what its test says.</summary>
[GrainType(Kind)]
internal sealed class FakeBoothGrain(DeviceRunner runner, ILocalSiloDetails silo) : Grain, IDeviceGrain, IPublishedDevice
{
    public const string Kind = "booth";
    public const string UnitId = "unit-1";
    private const string Part = "face";

    private static readonly ConcurrentDictionary<string, Wishes> Known = new(StringComparer.Ordinal);

    private string Id => this.GetPrimaryKeyString();

    private Wishes? Mine => Known.GetValueOrDefault(Id);

    public static StreamPath StreamOf(string id) =>
        StreamPath.TryParse($"{Kind}/{id}/{Part}", out var stream) ? stream : throw new ArgumentException($"{id} is no id.", nameof(id));

    /// <summary>A booth that exists from now on.</summary>
    public static Wishes Make(string id) => Known.GetOrAdd(id, _ => new Wishes());

    public Task ReportAsync(DeviceReport report, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Nothing is pulled here.");

    public Task<CommandResult<StreamOffer>> OfferStreamAsync(string part, CancellationToken cancellationToken)
    {
        if (Mine is not { } wishes || part != Part)
        {
            return Answer(Refusal.Of(RefusalCode.NotFound, "stream-not-found", "There is no such stream."));
        }
        if (wishes.IsDisabled)
        {
            runner.Remove(Id, "booth-disabled");
            return Answer(Refusal.Of(RefusalCode.Unavailable, "disabled-by-person", "Switched off."));
        }
        runner.Accept(StreamOf(Id));
        return Answer(new StreamOffer(silo.SiloAddress.ToParsableString(), UnitId));
    }

    public Task<StateCause?> WantedAsync(string part, bool wanted, CancellationToken cancellationToken)
    {
        Mine?.Wanted.Enqueue(wanted);
        return Task.FromResult(Mine?.Obstacle);
    }

    public Task WakeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string> WhereAsync(CancellationToken cancellationToken) => Task.FromResult(silo.SiloAddress.ToParsableString());

    public Task<CommandResult> AdmitPublisherAsync(CommandContext context, string part, CancellationToken cancellationToken) =>
        Task.FromResult(Mine?.Against is { } refusal ? CommandResult.Refused(refusal) : CommandResult.Done);

    public Task PublishingAsync(PublisherReport report, CancellationToken cancellationToken)
    {
        Mine?.Reports.Enqueue(report);
        return Task.CompletedTask;
    }

    private static Task<CommandResult<StreamOffer>> Answer(CommandResult<StreamOffer> answer) => Task.FromResult(answer);

    /// <summary>What a booth shall do, and what it has heard.</summary>
    internal sealed class Wishes
    {
        public bool IsDisabled { get; set; }

        /// <summary>Why nobody may publish.</summary>
        public Refusal? Against { get; set; }

        /// <summary>Why it cannot be asked for its stream.</summary>
        public StateCause? Obstacle { get; set; }

        public ConcurrentQueue<bool> Wanted { get; } = new();

        public ConcurrentQueue<PublisherReport> Reports { get; } = new();

        /// <summary>States heard of one session, in order.</summary>
        public string StatesOf(string session) =>
            string.Join(' ', Reports.Where(report => report.SessionId == session).Select(report => report.State).Distinct());
    }
}
