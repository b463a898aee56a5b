using Command.Contracts.Cameras;
using Command.Contracts.Common;

namespace Command.Web.Desks.Devices;

/// <summary>A camera while somebody edits it.</summary>
internal sealed class CameraForm
{
    private readonly string? _storedUserName;

    /// <summary>An empty form for a new camera.</summary>
    public CameraForm(string unitId) => UnitId = unitId;

    /// <summary>The form of a camera as it is on the record; the password is never among it.</summary>
    public CameraForm(CameraStatus camera)
    {
        Name = camera.Name;
        Code = camera.Code ?? "";
        Address = camera.Address;
        SubAddress = camera.SubAddress ?? "";
        _storedUserName = camera.HasCredential ? camera.CredentialUserName ?? "" : null;
        UserName = _storedUserName ?? "";
        Transport = camera.Transport;
        Enabled = camera.Enabled;
        AlwaysOn = camera.AlwaysOn;
        UnitId = camera.UnitId;
        PlaceAddress = camera.Place?.Address ?? "";
        Latitude = camera.Place?.LatitudeDegrees;
        Longitude = camera.Place?.LongitudeDegrees;
    }

    public string Name { get; set; } = "";

    public string Code { get; set; } = "";

    public string Address { get; set; } = "";

    public string SubAddress { get; set; } = "";

    public string UserName { get; set; } = "";

    public string Password { get; set; } = "";

    public TransportPreference Transport { get; set; }

    public bool Enabled { get; set; } = true;

    public bool AlwaysOn { get; set; }

    public string UnitId { get; set; } = "";

    public string PlaceAddress { get; set; } = "";

    public double? Latitude { get; set; }

    public double? Longitude { get; set; }

    /// <summary>True when a stored password stays as it is unless somebody types.</summary>
    public bool HasStoredCredential => _storedUserName is not null;

    /// <summary>A changed user name needs its password: the stored one belongs to the old name.</summary>
    public bool PasswordMissing => UserName.Length > 0 && UserName != _storedUserName && Password.Length == 0;

    public CameraDraft ToDraft() =>
        new(
            Name.Trim(),
            NullWhenEmpty(Code),
            Address.Trim(),
            NullWhenEmpty(SubAddress),
            StoredCredential(),
            Transport,
            Enabled,
            AlwaysOn,
            UnitId,
            NullWhenEmpty(PlaceAddress) is null && Latitude is null && Longitude is null
                ? null
                : new Place(NullWhenEmpty(PlaceAddress), Latitude, Longitude)
        );

    /// <summary>What a probe sends: only what stands in the form, never what is stored.</summary>
    public CredentialDraft? TypedCredential() =>
        UserName.Length > 0 && Password.Length > 0 ? new CredentialDraft(UserName, Password) : null;

    private CredentialDraft? StoredCredential()
    {
        if (Password.Length > 0)
        {
            return new CredentialDraft(UserName, Password);
        }
        // An emptied name removes what is stored; anything else keeps it.
        return HasStoredCredential && UserName.Length == 0 ? new CredentialDraft("", "") : null;
    }

    private static string? NullWhenEmpty(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
