using System.Collections.Immutable;
using System.Text.Json;
using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Microsoft.AspNetCore.Components;

namespace Command.Web.Desks.Devices;

/// <summary>Orders to one recorder.</summary>
public partial class OrderCard
{
    private const int Shown = 12;
    private const int LongestAnswer = 120;

    /// <summary>A list of choices binds texts only.</summary>
    private const string On = "on";

    private static readonly (int Seconds, string Words)[] Validities =
    [
        (60, "minute"),
        (600, "ten-minutes"),
        (3_600, "hour"),
        (86_400, "day"),
    ];
    private static readonly string[] FieldNames = [];
    private OrderKind _order = OrderKind.All[0];
    private string _switch = On;
    private string _text = "";
    private int _seconds = 5;
    private int _valid = 60;

    /// <summary>Id of the recorder.</summary>
    [Parameter, EditorRequired]
    public string RecorderId { get; set; } = "";

    /// <summary>Newest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<RecorderCommand> Orders { get; set; } = [];

    /// <summary>The device can be reached now; else orders wait.</summary>
    [Parameter]
    public bool Connected { get; set; }

    /// <summary>What the device says it obeys; empty when it does not say.</summary>
    [Parameter]
    public ImmutableArray<string> Capabilities { get; set; } = [];

    private protected override IReadOnlyCollection<string> Fields => FieldNames;

    private void Choose(ChangeEventArgs change) =>
        _order = OrderKind.All.FirstOrDefault(order => order.Name == change.Value?.ToString()) ?? _order;

    private bool Knows(OrderKind order) => Capabilities.IsDefaultOrEmpty || Capabilities.Contains(order.Name);

    /// <summary>Enter in a field is no confirmation of a dangerous order.</summary>
    private Task SubmitAsync() => _order.Dangerous ? Task.CompletedTask : GiveAsync();

    private async Task GiveAsync()
    {
        var draft = new RecorderCommandDraft(_order.Name, _order.Arguments(_switch == On, _text.Trim(), _seconds), _valid);
        if (await AskAsync(async context => (await Recorders.OrderAsync(context, RecorderId, draft, CancellationToken.None)).Refusal))
        {
            _text = "";
            await OnSaved.InvokeAsync();
        }
    }

    private string Words(RecorderCommand order) => T["order." + order.Name] is { ResourceNotFound: false } words ? words.Value : order.Name;

    /// <summary>What the order was told, in words where it is ours.</summary>
    private string Told(RecorderCommand order)
    {
        try
        {
            using var document = JsonDocument.Parse(order.Arguments);
            return document.RootElement switch
            {
                { ValueKind: JsonValueKind.Object } told when told.TryGetProperty("text", out var text) => $"“{text}”",
                { ValueKind: JsonValueKind.Object } told when told.TryGetProperty("seconds", out var seconds) => $"{seconds} s",
                { ValueKind: JsonValueKind.Object } told when told.TryGetProperty("on", out var on) => T[
                    on.ValueKind == JsonValueKind.True ? "order.on" : "order.off"
                ],
                _ => "",
            };
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private string More(RecorderCommand order)
    {
        var by = order.IssuedBy == CommandContext.SystemActor ? T["recorder.by-server"].Value : order.IssuedBy;
        var said = Said(order.Answer ?? "");
        return said.Length == 0 ? by : $"{by} · {(said.Length > LongestAnswer ? said[..LongestAnswer] + "…" : said)}";
    }

    /// <summary>What the device said, without what says nothing: <c>{"code":0,"data":null}</c> is a plain yes.</summary>
    private string Said(string answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return answer;
            }
            var facts =
                document.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
                    ? data.EnumerateObject().Select(fact => fact.Value.ToString())
                    : document.RootElement.EnumerateObject().Where(IsTelling).Select(fact => fact.Value.ToString());
            var code =
                document.RootElement.TryGetProperty("code", out var number) && number.ToString() is not "0" and var given
                    ? [T["order.code", given].Value]
                    : Array.Empty<string>();
            return string.Join(" · ", code.Concat(facts));
        }
        catch (JsonException)
        {
            return answer;
        }

        static bool IsTelling(JsonProperty fact) => fact.Name != "code" && fact.Value.ValueKind != JsonValueKind.Null;
    }

    private static string Key(RecorderCommandState state) => state.ToString().ToLowerInvariant();

    private static string Shape(RecorderCommandState state) =>
        state switch
        {
            RecorderCommandState.Pending => "◌",
            RecorderCommandState.Sent => "→",
            RecorderCommandState.Done => "✓",
            RecorderCommandState.Failed => "✕",
            _ => "⊘",
        };
}
