using System.Diagnostics.CodeAnalysis;
using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Devices.Drivers;
using Command.Silo.Common;
using Command.Silo.Keys;

namespace Command.Silo.Cameras;

/// <summary>From what a person states to what is stored: checks, and takes the secrets apart.</summary>
internal static class CameraDraftRules
{
    private const int MaxCredentialLength = 128;

    /// <summary>Owner of the secrets of a camera, for the protector.</summary>
    public static string Purpose(string cameraId) => $"camera/{cameraId}";

    /// <summary>Null, or what is wrong with the draft. The unit's existence is not checked here.</summary>
    public static Refusal? Check(CameraDraft draft) =>
        FieldRules.CheckName(FieldRules.Normalise(draft.Name))
        ?? FieldRules.CheckCode(FieldRules.NormaliseOptional(draft.Code))
        ?? FieldRules.CheckPlace(draft.Place)
        ?? CheckAddress("address", draft.Address)
        ?? (string.IsNullOrWhiteSpace(draft.SubAddress) ? null : CheckAddress("subAddress", draft.SubAddress))
        ?? CheckCredential(draft.Credential)
        ?? CheckTransport(draft.Transport)
        ?? (
            string.IsNullOrWhiteSpace(draft.UnitId) ? Refusal.InvalidField("unitId", "unit-required", "A camera belongs to a unit.") : null
        );

    /// <summary>Null, or why this is no address of a camera.</summary>
    public static Refusal? CheckAddress(string field, string? address)
    {
        if (string.IsNullOrWhiteSpace(address))
        {
            return Refusal.InvalidField(field, "address-required", "An address such as rtsp://192.0.2.10/stream1 is required.");
        }
        if (!DeviceUri.TryParse(address, out var uri, out _))
        {
            return Refusal.InvalidField(
                field,
                "address-malformed",
                "The address cannot be read; expected is a form like rtsp://192.0.2.10:554/stream1."
            );
        }
        return uri.Scheme is "rtsp" or "rtsps"
            ? null
            : Refusal.InvalidField(
                field,
                "address-scheme",
                $"The address begins with {uri.Scheme}://; cameras are reached by rtsp:// or rtsps://.",
                uri.Scheme
            );
    }

    public static Refusal? CheckCredential(CredentialDraft? credential) =>
        credential switch
        {
            { UserName.Length: > MaxCredentialLength } => FieldRules.TooLong(
                "credential.userName",
                "user-name-too-long",
                credential.UserName.Length,
                MaxCredentialLength
            ),
            { Password.Length: > MaxCredentialLength } => FieldRules.TooLong(
                "credential.password",
                "password-too-long",
                credential.Password.Length,
                MaxCredentialLength
            ),
            null => null,
            // They go into lines of the device's protocol.
            _ => FieldRules.CheckCharacters("credential.userName", credential.UserName)
                ?? FieldRules.CheckCharacters("credential.password", credential.Password),
        };

    /// <summary>
    /// Null, or a refusal of a draft that would send the stored password to a device it was not given for: whoever may move a camera must
    /// not learn its password by moving it to a machine of their own.
    /// </summary>
    public static Refusal? CheckKeptCredential(CameraState current, CameraDraft draft)
    {
        if (draft.Credential is not null || current.Credential is null)
        {
            return null;
        }
        var known = Services(current.Main.Shown, current.Sub?.Shown).Select(one => one.Uri).ToList();
        var next = Services(draft.Address, draft.SubAddress).ToList();
        return next.Any(one => one.Credential is not null) || next.All(one => known.Any(one.Uri.IsSameService))
            ? null
            : Refusal.InvalidField(
                "credential",
                "credential-for-another-device",
                "The address names another device; give user name and password again, or an empty user name for none."
            );
    }

    public static Refusal? CheckTransport(TransportPreference transport) =>
        Enum.IsDefined(transport)
            ? null
            : Refusal.InvalidField("transport", "transport-unknown", $"Transport {(int)transport} is none of auto, tcp, udp.");

    /// <summary>The stored form of a draft that <see cref="Check"/> accepted; the link state is the caller's to decide.</summary>
    public static CameraState Apply(string cameraId, CameraState? current, CameraDraft draft, LinkState link, ISecretProtector secrets)
    {
        var purpose = Purpose(cameraId);
        var main = StoreAddress(draft.Address, current?.Main, purpose, secrets, out var inMain);
        StoredAddress? sub = null;
        DeviceCredential? inSub = null;
        if (!string.IsNullOrWhiteSpace(draft.SubAddress))
        {
            sub = StoreAddress(draft.SubAddress, current?.Sub, purpose, secrets, out inSub);
        }
        var given =
            draft.Credential
            ?? (inMain ?? inSub) switch
            {
                { } inAddress => new CredentialDraft(inAddress.UserName, inAddress.Password),
                null => null,
            };
        return new CameraState
        {
            Name = FieldRules.Normalise(draft.Name),
            Code = FieldRules.NormaliseOptional(draft.Code),
            Main = main,
            Sub = sub,
            Credential = StoreCredential(given, current?.Credential, purpose, secrets),
            Transport = draft.Transport,
            Enabled = draft.Enabled,
            AlwaysOn = draft.AlwaysOn,
            UnitId = draft.UnitId.Trim(),
            Place = draft.Place,
            Revision = (current?.Revision ?? 0) + 1,
            Link = link,
            Simulated = current?.Simulated ?? false,
            NotPlayable = current?.NotPlayable,
            Signals = current?.Signals,
        };
    }

    /// <summary>The whole address; false when it was protected under another key.</summary>
    public static bool TryOpen(StoredAddress stored, string purpose, ISecretProtector secrets, [NotNullWhen(true)] out DeviceUri? uri)
    {
        var text = stored.Shown;
        if (stored.Protected is { } hidden && !secrets.TryUnprotect(hidden, purpose, out text))
        {
            uri = null;
            return false;
        }
        return DeviceUri.TryParse(text, out uri, out _);
    }

    private static StoredAddress StoreAddress(
        string text,
        StoredAddress? current,
        string purpose,
        ISecretProtector secrets,
        out DeviceCredential? credential
    )
    {
        if (!DeviceUri.TryParse(text, out var uri, out credential))
        {
            throw new ArgumentException("The draft was not checked.", nameof(text));
        }
        var shown = uri.ToString();
        if (shown == uri.RequestUri)
        {
            // Somebody who edits a camera gives back what was shown; the password in its path is kept then.
            return shown == current?.Shown ? current : new StoredAddress(shown, null);
        }
        var same = current is not null && TryOpen(current, purpose, secrets, out var stored) && stored.RequestUri == uri.RequestUri;
        return same ? current! : new StoredAddress(shown, secrets.Protect(uri.RequestUri, purpose)); // same is false without a current one
    }

    private static IEnumerable<(DeviceUri Uri, DeviceCredential? Credential)> Services(params string?[] addresses)
    {
        foreach (var address in addresses)
        {
            if (DeviceUri.TryParse(address, out var uri, out var credential))
            {
                yield return (uri, credential);
            }
        }
    }

    // Giving the same secret again changes nothing: a new encryption of it would look like a change and restart the pull.
    private static StoredCredential? StoreCredential(
        CredentialDraft? given,
        StoredCredential? current,
        string purpose,
        ISecretProtector secrets
    ) =>
        given switch
        {
            null => current,
            { UserName: null or "" } => null,
            _ when given.UserName == current?.UserName && Opens(current, given.Password ?? "", purpose, secrets) => current,
            _ => new StoredCredential(given.UserName, secrets.Protect(given.Password ?? "", purpose)),
        };

    private static bool Opens(StoredCredential stored, string password, string purpose, ISecretProtector secrets) =>
        secrets.TryUnprotect(stored.ProtectedPassword, purpose, out var opened) && opened == password;
}
