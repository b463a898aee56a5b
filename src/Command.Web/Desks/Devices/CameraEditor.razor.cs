using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Contracts.Units;
using Microsoft.AspNetCore.Components;

namespace Command.Web.Desks.Devices;

/// <summary>Adds or edits one camera, and tries its address first.</summary>
public partial class CameraEditor
{
    private static readonly string[] Shown = ["name", "code", "address", "subAddress", "credential", "unitId", "place"];
    private CameraForm _form = new("");
    private ProbeReport? _report;
    private bool _probing;
    private DateTimeOffset _probedAt;

    /// <summary>The camera to edit; null for a new one.</summary>
    [Parameter]
    public CameraStatus? Camera { get; set; }

    /// <summary>All units.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<UnitDetails> Units { get; set; } = [];

    /// <summary>Where a new camera goes by default.</summary>
    [Parameter]
    public string UnitId { get; set; } = "";

    private protected override IReadOnlyCollection<string> Fields => Shown;

    private string Title => Camera is null ? T["camera.new"] : T["camera.edit"];

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnInitialized() => _form = Camera is null ? new CameraForm(UnitId) : new CameraForm(Camera);

    private async Task ProbeAsync()
    {
        _probing = true;
        _probedAt = Time.GetUtcNow();
        _report = null;
        await AskAsync(async context =>
        {
            var address = _form.Address.Trim();
            var answer = await Cameras.ProbeAsync(context, address, _form.TypedCredential(), _form.Transport, CancellationToken.None);
            _report = answer.Value;
            return answer.Refusal;
        });
        _probing = false;
    }

    private async Task SaveAsync()
    {
        if (_form.PasswordMissing)
        {
            Refuse(Refusal.InvalidField("credential", "password-required", "A changed user name needs its password."));
            return;
        }
        await ActAsync(async context =>
        {
            var result = Camera is null
                ? await Cameras.CreateAsync(context, _form.ToDraft(), CancellationToken.None)
                : await Cameras.UpdateAsync(context, Camera.Id, _form.ToDraft(), Camera.Version, CancellationToken.None);
            return result.Refusal;
        });
    }

    private Task DeleteAsync() =>
        ActAsync(async context => (await Cameras.DeleteAsync(context, Camera!.Id, null, CancellationToken.None)).Refusal);
}
