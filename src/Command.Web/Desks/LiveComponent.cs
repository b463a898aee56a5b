using Command.Contracts.Common;
using Command.Web.Realtime;
using Command.Web.Security;
using Microsoft.AspNetCore.Components;

namespace Command.Web.Desks;

/// <summary>
/// A component that reads once it is interactive and is then told what changed. Nothing is read while the page is rendered, so that a page
/// never waits for the cluster; when events may have been lost, everything is read afresh.
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _gone = new();
    private Task _listening = Task.CompletedTask;

    [Inject]
    private WallObserver Observer { get; set; } = null!;

    [Inject]
    private CircuitCaller Caller { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private ILogger<LiveComponent> Logger { get; set; } = null!;

    /// <summary>Cancelled when the component leaves the page.</summary>
    private protected CancellationToken Gone => _gone.Token;

    /// <summary>False until the first read is done: show the skeleton.</summary>
    private protected bool Loaded { get; private set; }

    /// <summary>Why there is nothing to show: session-ended or unavailable; null when all is well.</summary>
    private protected string? Trouble { get; private set; }

    /// <summary>How often everything is read again although nothing was told: for what no event tells; null for never.</summary>
    private protected virtual TimeSpan? Again => null;

    /// <summary>Reads everything the component shows.</summary>
    private protected abstract Task LoadAsync(CommandContext context);

    /// <summary>Takes one change; true when the component must render again.</summary>
    private protected virtual Task<bool> ChangeAsync(WallNotice notice) => Task.FromResult(false);

    /// <summary>Called once after a batch of changes of which one must render, before it does: for what is cheaper to read once than to follow.</summary>
    private protected virtual Task SettleAsync(CommandContext context) => Task.CompletedTask;

    /// <summary>Called when the component leaves the page.</summary>
    private protected virtual ValueTask LeaveAsync() => ValueTask.CompletedTask;

    /// <summary>The context of one act; null, with <see cref="Trouble"/> set, once the session has ended.</summary>
    private protected async Task<CommandContext?> ContextAsync()
    {
        var context = await Caller.ContextAsync();
        if (context is null)
        {
            Trouble = "session-ended";
            StateHasChanged();
        }
        return context;
    }

    /// <summary>Reads everything again.</summary>
    private protected async Task ReloadAsync()
    {
        if (await ContextAsync() is not { } context)
        {
            return;
        }
        try
        {
            await LoadAsync(context);
            Trouble = null;
            Loaded = true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ComponentLog.LoadFailed(Logger, GetType().Name, e);
            Trouble = "unavailable";
        }
        StateHasChanged();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _listening = ListenAsync();
            await _listening;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        await _gone.CancelAsync();
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task ListenAsync()
    {
        var notices = new List<WallNotice>();
        try
        {
            while (!Gone.IsCancellationRequested)
            {
                if (await ContextAsync() is not { } context)
                {
                    return;
                }
                using var subscription = await SubscribeAsync(context);
                if (subscription is null)
                {
                    await Task.Delay(Retry, Clock, Gone);
                    continue;
                }
                await ReloadAsync();
                while (await WaitAsync(subscription) is not Wait.Closed and var wait)
                {
                    if (wait == Wait.Due)
                    {
                        await ReloadAsync();
                        continue;
                    }
                    subscription.Drain(notices);
                    if (await ContextAsync() is not { } present)
                    {
                        return;
                    }
                    var changed = false;
                    foreach (var notice in notices)
                    {
                        changed |= await ChangeAsync(notice);
                    }
                    notices.Clear();
                    if (changed)
                    {
                        await SettleAsync(present);
                        StateHasChanged();
                    }
                    // One picture of many changes: a burst costs four renders a second, not a thousand.
                    await Task.Delay(TimeSpan.FromMilliseconds(250), Gone);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The component left the page.
        }
    }

    private async Task<WallSubscription?> SubscribeAsync(CommandContext context)
    {
        try
        {
            return await Observer.SubscribeAsync(context.ActorId, Gone);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ComponentLog.LoadFailed(Logger, GetType().Name, e);
            Trouble = "unavailable";
            StateHasChanged();
            return null;
        }
    }

    private async Task<Wait> WaitAsync(WallSubscription subscription)
    {
        if (Again is not { } period)
        {
            return await subscription.WaitAsync(Gone) ? Wait.Told : Wait.Closed;
        }
        using var timer = new CancellationTokenSource(period, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Gone, timer.Token);
        try
        {
            return await subscription.WaitAsync(either.Token) ? Wait.Told : Wait.Closed;
        }
        catch (OperationCanceledException) when (!Gone.IsCancellationRequested)
        {
            return Wait.Due;
        }
    }

    private enum Wait
    {
        Told,
        Due,
        Closed,
    }
}
