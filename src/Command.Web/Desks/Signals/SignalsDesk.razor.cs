using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Events;
using Command.Contracts.Signals;
using Command.Contracts.Units;
using Command.Web.Realtime;
using Microsoft.AspNetCore.Components;

namespace Command.Web.Desks.Signals;

/// <summary>The alarm list: what waits for whom, by colour and by time left, and the record of what was.</summary>
public partial class SignalsDesk
{
    private SignalBoard _board = null!; // OnInitialized sets it, before anything renders
    private IReadOnlyDictionary<string, string> _units = ImmutableDictionary<string, string>.Empty;
    private Signal? _shown;
    private bool _asksReason;
    private string? _acting;
    private Refusal? _refusal;
    private Refusal? _denied;

    /// <summary>Colour to begin with; every colour without it.</summary>
    [Parameter]
    public string? Colour { get; set; }

    /// <summary>Id of the one object to begin with.</summary>
    [Parameter]
    public string? Subject { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() =>
        _board = new SignalBoard(ReadAsync)
        {
            Colour = Enum.TryParse<SignalColour>(Colour, ignoreCase: true, out var colour) ? colour : null,
            SubjectId = string.IsNullOrWhiteSpace(Subject) ? null : Subject,
        };

    private protected override async Task LoadAsync(CommandContext context)
    {
        _denied = null;
        await ReadUnitsAsync(context);
        await _board.ReloadAsync();
        await OfferAsync(context);
    }

    private protected override async Task<bool> ChangeAsync(WallNotice notice)
    {
        switch (notice.Source)
        {
            case SignalChanged { Signal: var signal }:
                _board.Apply(signal);
                if (_shown?.Id == signal.Id && _shown.Version < signal.Version && await ContextAsync() is { } reader)
                {
                    _shown = (await Signals.DescribeAsync(reader, signal.Id, Gone)).Value ?? signal;
                }
                return true;
            case UnitsChanged when await ContextAsync() is { } context:
                await ReadUnitsAsync(context);
                return true;
            default:
                return false;
        }
    }

    private protected override async Task SettleAsync(CommandContext context)
    {
        await _board.CountAsync();
        await OfferAsync(context);
    }

    private async Task ReadUnitsAsync(CommandContext context) =>
        _units =
            (IReadOnlyDictionary<string, string>)
                (await Units.ListAsync(context, Gone)).ToImmutableDictionary((UnitDetails unit) => unit.Id, unit => unit.Name);

    private async Task<SignalPage> ReadAsync(SignalQuery query)
    {
        if (await ContextAsync() is not { } context)
        {
            return new SignalPage([], null, 0, []);
        }
        var page = await Signals.QueryAsync(context, query, Gone);
        _denied = page.Refusal;
        return page.Value ?? new SignalPage([], null, 0, []);
    }

    // What this page lists has been shown to a person.
    private async Task OfferAsync(CommandContext context)
    {
        var fresh = _board.Sections.SelectMany(section => section.Signals).Where(signal => signal.State == SignalState.New);
        foreach (var signal in fresh.ToList())
        {
            await Signals.OfferAsync(context, signal.Id, Gone);
        }
    }

    private Task ViewAsync(bool openOnly)
    {
        _board.OpenOnly = openOnly;
        return ReloadAsync();
    }

    private Task FilterAsync(SignalColour? colour)
    {
        _board.Colour = colour;
        return ReloadAsync();
    }

    private Task ClearAsync()
    {
        _board.Colour = null;
        _board.SubjectId = null;
        return ReloadAsync();
    }

    private Task MoreAsync(SignalSection section) => _board.MoreAsync(section);

    private Task OpenAsync(Signal signal) => ShowAsync(signal, asksReason: false);

    private Task AskReasonAsync(Signal signal) => ShowAsync(signal, asksReason: true);

    private async Task ShowAsync(Signal signal, bool asksReason)
    {
        _refusal = null;
        _asksReason = asksReason;
        if (await ContextAsync() is { } context)
        {
            var described = await Signals.DescribeAsync(context, signal.Id, Gone);
            _shown = described.Value;
            _refusal = described.Refusal;
        }
    }

    private async Task AcknowledgeAsync(Signal signal)
    {
        if (_acting is not null || await ContextAsync() is not { } context)
        {
            return;
        }
        _acting = signal.Id;
        try
        {
            var answer = await Signals.AcknowledgeAsync(context, signal.Id, null, Gone);
            _refusal = answer.Refusal;
            if (answer.Value is { } acknowledged)
            {
                _board.Apply(acknowledged);
            }
        }
        finally
        {
            _acting = null;
        }
    }

    private void Close()
    {
        _shown = null;
        _asksReason = false;
    }

    // A group is about its unit, so that the unit is named already.
    private string UnitName(Signal signal) => signal.Subject.Kind == "unit" ? "" : _units.GetValueOrDefault(signal.UnitId) ?? "";

    private static string Pressed(bool pressed) => pressed ? "true" : "false";
}
