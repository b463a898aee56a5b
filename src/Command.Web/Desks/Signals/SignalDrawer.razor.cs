using Command.Contracts.Signals;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Command.Web.Desks.Signals;

/// <summary>All that is known about one signal, and the answers to it.</summary>
public partial class SignalDrawer
{
    private const int LeastReason = 3;
    private static readonly string[] WhileWaiting = ["signals.reason-mistake", "signals.reason-test", "signals.reason-seen"];
    private static readonly string[] WhenAnswered = ["signals.reason-done", "signals.reason-seen"];

    private string _reason = "";
    private ElementReference _input;
    private bool _focused;

    /// <summary>What is shown, with all its evidence.</summary>
    [Parameter, EditorRequired]
    public Signal Signal { get; set; } = null!;

    /// <summary>Name of its unit.</summary>
    [Parameter]
    public string Unit { get; set; } = "";

    /// <summary>The person came to set it aside: the reason has the focus.</summary>
    [Parameter]
    public bool AsksReason { get; set; }

    private protected override IReadOnlyCollection<string> Fields => ["reason"];

    private string[] Ready => SignalBoard.IsWaiting(Signal) ? WhileWaiting : WhenAnswered;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (AsksReason && !_focused && SignalBoard.IsOpen(Signal))
        {
            _focused = true;
            await _input.FocusAsync();
        }
        else if (!AsksReason)
        {
            _focused = false;
        }
    }

    private Task AcknowledgeAsync() =>
        ActAsync(async context =>
            (
                await Signals.AcknowledgeAsync(
                    context,
                    Signal.Id,
                    string.IsNullOrWhiteSpace(_reason) ? null : _reason,
                    CancellationToken.None
                )
            ).Refusal
        );

    private Task DismissAsync() =>
        ActAsync(async context => (await Signals.DismissAsync(context, Signal.Id, _reason, CancellationToken.None)).Refusal);

    private Task KeyAsync(KeyboardEventArgs pressed) => pressed.Key == "Escape" ? OnClosed.InvokeAsync() : Task.CompletedTask;
}
