using Command.Contracts.Common;
using Command.Web.Application;
using Command.Web.Security;
using Microsoft.AspNetCore.Components;

namespace Command.Web.Desks;

/// <summary>A drawer that sends one order and shows its refusal at the field that is at fault.</summary>
public abstract class EditorComponent : ComponentBase
{
    private Refusal? _refusal;

    /// <summary>The order was accepted.</summary>
    [Parameter]
    public EventCallback OnSaved { get; set; }

    /// <summary>The person is done.</summary>
    [Parameter]
    public EventCallback OnClosed { get; set; }

    /// <summary>True while an order is on its way.</summary>
    private protected bool Busy { get; private set; }

    /// <summary>Fields this editor shows; a refusal of any other field stands at the top.</summary>
    private protected virtual IReadOnlyCollection<string> Fields => ["name", "code", "parentId", "place"];

    /// <summary>A refusal that belongs to no field that is shown.</summary>
    private protected Refusal? GeneralRefusal => _refusal is { } refusal && !Fields.Any(Wrong) ? refusal : null;

    [Inject]
    private CircuitCaller Caller { get; set; } = null!;

    [Inject]
    private Reasons Words { get; set; } = null!;

    /// <summary>True when the refusal names this field or a part of it, as <c>place.address</c> is of <c>place</c>.</summary>
    private protected bool Wrong(string field) =>
        _refusal?.Field is { } named && (named == field || named.StartsWith(field + ".", StringComparison.Ordinal));

    private protected string? ErrorOf(string field) => _refusal is { } refusal && Wrong(field) ? Words.TextOf(refusal) : null;

    /// <summary>A name on the input, for password managers and tests.</summary>
    private protected static Dictionary<string, object?> Named(string name, string autocomplete = "off") =>
        new() { ["name"] = name, ["autocomplete"] = autocomplete };

    private protected void Refuse(Refusal refusal) => _refusal = refusal;

    /// <summary>Sends an order that changes something; on success the drawer is done.</summary>
    private protected async Task ActAsync(Func<CommandContext, Task<Refusal?>> order)
    {
        if (await AskAsync(order))
        {
            await OnSaved.InvokeAsync();
        }
    }

    /// <summary>Sends an order and keeps its refusal; true when it was accepted.</summary>
    private protected async Task<bool> AskAsync(Func<CommandContext, Task<Refusal?>> order)
    {
        if (Busy)
        {
            return false;
        }
        Busy = true;
        _refusal = null;
        try
        {
            _refusal = await Caller.ContextAsync() is { } context
                ? await order(context)
                : Refusal.Of(RefusalCode.Forbidden, "session-ended", "The session has ended.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _refusal = Refusal.Of(RefusalCode.Unavailable, "unavailable", "The server did not answer in time.");
        }
        finally
        {
            Busy = false;
        }
        return _refusal is null;
    }
}
