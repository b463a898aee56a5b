using System.Collections.Concurrent;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Web.Application.Access;

namespace Command.Web.Desks.Access;

/// <summary>Reads what the person of a page may do, and remembers it, so that a page shows the right menu before it has asked.</summary>
internal sealed class OwnAccessReader(IServiceScopeFactory scopes, TimeProvider time, ILogger<OwnAccessReader> logger)
{
    /// <summary>People remembered; beyond it all are forgotten and read again.</summary>
    private const int Capacity = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, OwnAccess> _known = new(StringComparer.Ordinal);

    /// <summary>Somebody was found to hold other rights than before; called on the thread that read them.</summary>
    public event Action<string>? Changed;

    /// <summary>What was true when it was last read; null for somebody new.</summary>
    public OwnAccess? Known(string accountId) => _known.GetValueOrDefault(accountId);

    /// <summary>What was known, or what can be read in half a second: a page waits no longer for the cluster.</summary>
    public async Task<OwnAccess> KnownOrReadAsync(CommandContext context)
    {
        if (Known(context.ActorId) is { } known)
        {
            return known;
        }
        try
        {
            return await ReadAsync(context, CancellationToken.None).WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            return OwnAccess.Unknown;
        }
    }

    /// <summary>Reads it now. What cannot be read hides nothing.</summary>
    public async Task<OwnAccess> ReadAsync(CommandContext context, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var access = scope.ServiceProvider.GetRequiredService<AccessService>();
            var report = await access.ReportAsync(context, context.ActorId, cancellationToken);
            if (report.Value is not { } value)
            {
                return OwnAccess.Unknown;
            }
            if (_known.Count >= Capacity)
            {
                _known.Clear();
            }
            var before = Known(context.ActorId);
            var now = _known[context.ActorId] = OwnAccess.Of(value);
            if (before?.Rights is { } held && !held.SetEquals(now.Rights!)) // Of always knows them
            {
                Changed?.Invoke(context.ActorId);
            }
            return now;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ComponentLog.RefreshFailed(logger, nameof(OwnAccessReader), e);
            return Known(context.ActorId) ?? OwnAccess.Unknown;
        }
    }

    /// <summary>May this person do this to this one object? What cannot be asked hides nothing.</summary>
    public async Task<bool> MayAsync(CommandContext context, string right, string kind, string id, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var access = scope.ServiceProvider.GetRequiredService<AccessService>();
            var may = await access.MayAsync(context, [new AccessQuestion(right, kind, id)], cancellationToken);
            return may is [true];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ComponentLog.RefreshFailed(logger, nameof(OwnAccessReader), e);
            return true;
        }
    }
}
