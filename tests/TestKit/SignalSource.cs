using Command.Contracts.Common;
using Command.Contracts.Signals;
using Command.Silo.Signals;
using Microsoft.Extensions.DependencyInjection;

namespace Command.TestKit;

/// <summary>Raises signals as the server's own sources do.</summary>
public static class SignalSource
{
    /// <summary>A draft about a device that need not exist.</summary>
    public static SignalDraft Draft(string source, SignalColour colour, string name, string unitId = "")
    {
        var now = TimeProvider.System.GetUtcNow();
        return new SignalDraft(
            Ulid.New(TimeProvider.System),
            source,
            new SignalSubject("recorder", Ulid.New(TimeProvider.System), name),
            unitId,
            colour,
            now,
            null,
            null,
            [],
            TimeSpan.Zero,
            false,
            false
        );
    }

    /// <summary>Returns once it is on the record.</summary>
    public static Task RaiseAsync(this OneBoxHost host, SignalDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        return Desk(host).RaiseAsync(draft, cancellationToken);
    }

    /// <summary>The cause of the signals of this source and subject is over.</summary>
    public static Task EndAsync(this OneBoxHost host, SignalDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(draft);
        return Desk(host).CauseEndedAsync(draft.Source, draft.Subject.Id, "over", TimeProvider.System.GetUtcNow(), cancellationToken);
    }

    private static ISignalIntake Desk(OneBoxHost host) =>
        host.Services.GetRequiredService<IGrainFactory>().GetGrain<ISignalIntake>(ISignalDeskGrain.SiteKey);
}
