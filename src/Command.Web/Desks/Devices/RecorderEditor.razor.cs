using Command.Contracts.Recorders;
using Command.Contracts.Units;
using Microsoft.AspNetCore.Components;

namespace Command.Web.Desks.Devices;

/// <summary>Adds or edits one recorder. The key of a new one goes to whoever opened the drawer: it is told this once.</summary>
public partial class RecorderEditor
{
    private static readonly string[] Shown = ["name", "code", "serial", "unitId", "place"];
    private RecorderForm _form = new("");
    private long _version;

    /// <summary>The recorder to edit; null for a new one.</summary>
    [Parameter]
    public RecorderStatus? Recorder { get; set; }

    /// <summary>All units.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<UnitDetails> Units { get; set; } = [];

    /// <summary>Where a new recorder goes by default.</summary>
    [Parameter]
    public string UnitId { get; set; } = "";

    /// <summary>A new recorder is there, with its key; called instead of <see cref="EditorComponent.OnSaved"/>.</summary>
    [Parameter]
    public EventCallback<CreatedRecorder> OnCreated { get; set; }

    private protected override IReadOnlyCollection<string> Fields => Shown;

    private string Title => Recorder is null ? T["recorder.new"] : T["recorder.edit"];

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _form = Recorder is null ? new RecorderForm(UnitId) : new RecorderForm(Recorder);
        // The page beneath goes on reading; what is saved is a change to what this person saw.
        _version = Recorder?.Version ?? 0;
    }

    private async Task SaveAsync()
    {
        if (Recorder is { } recorder)
        {
            await ActAsync(async context =>
                (await Recorders.UpdateAsync(context, recorder.Id, _form.ToDraft(), _version, CancellationToken.None)).Refusal
            );
            return;
        }
        CreatedRecorder? created = null;
        await AskAsync(async context =>
        {
            var result = await Recorders.CreateAsync(context, _form.ToDraft(), CancellationToken.None);
            created = result.Value;
            return result.Refusal;
        });
        if (created is not null)
        {
            await OnCreated.InvokeAsync(created);
        }
    }

    private Task DeleteAsync() =>
        ActAsync(async context => (await Recorders.DeleteAsync(context, Recorder!.Id, null, CancellationToken.None)).Refusal);
}
