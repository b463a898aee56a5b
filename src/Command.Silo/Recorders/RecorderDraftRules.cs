using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Silo.Common;
using Command.Silo.Signals;

namespace Command.Silo.Recorders;

/// <summary>From what a person states to what is stored.</summary>
internal static class RecorderDraftRules
{
    private const int MaxSerialLength = 32;
    private const int MaxOfficerNumberLength = 32;

    /// <summary>Null, or what is wrong with the draft. The unit's existence and the serial's uniqueness are not checked here.</summary>
    public static Refusal? Check(RecorderDraft draft) =>
        FieldRules.CheckName(FieldRules.Normalise(draft.Name))
        ?? FieldRules.CheckCode(FieldRules.NormaliseOptional(draft.Code))
        ?? CheckSerial(FieldRules.NormaliseOptional(draft.Serial))
        ?? FieldRules.CheckPlace(draft.Place)
        ?? (
            string.IsNullOrWhiteSpace(draft.UnitId)
                ? Refusal.InvalidField("unitId", "unit-required", "A recorder belongs to a unit.")
                : null
        );

    public static Refusal? CheckOfficer(string number, string name, string? accountId)
    {
        if (number.Length is 0 or > MaxOfficerNumberLength)
        {
            return Refusal.InvalidField("number", "officer-number-length", "An officer's number has 1 to 32 characters.");
        }
        return FieldRules.CheckCharacters("number", number)
            ?? FieldRules.CheckName(name)
            ?? (
                accountId is null || Ulid.IsValid(accountId)
                    ? null
                    : Refusal.InvalidField("accountId", "account-malformed", "That is no id of an account.")
            );
    }

    /// <summary>A new recorder, from a draft that <see cref="Check"/> accepted.</summary>
    public static RecorderState Create(string id, RecorderDraft draft, string keyHash, DateTimeOffset now) =>
        new()
        {
            Name = FieldRules.Normalise(draft.Name),
            Code = FieldRules.NormaliseOptional(draft.Code),
            Serial = FieldRules.NormaliseOptional(draft.Serial) ?? id,
            Enabled = draft.Enabled,
            UnitId = draft.UnitId.Trim(),
            Place = draft.Place,
            Revision = 1,
            KeyHash = keyHash,
            Link = new LinkState(
                draft.Enabled ? DeviceState.Unknown : DeviceState.Disabled,
                draft.Enabled ? RecorderCauses.Created : RecorderCauses.Disabled,
                now
            ),
            Contact = RecorderContact.None,
            Simulated = false,
            SosIds = [],
            Ledgers = [],
            Orders = [],
            Alarms = RecorderAlarms.None,
            Signals = SignalOutbox.Empty,
        };

    /// <summary>The desired state replaced. Switched off, or under another serial, what was known of the connection is forgotten and the session ends.</summary>
    public static void Update(RecorderTurn turn, RecorderDraft draft)
    {
        var before = turn.State;
        turn.State = before with
        {
            Name = FieldRules.Normalise(draft.Name),
            Code = FieldRules.NormaliseOptional(draft.Code),
            Serial = FieldRules.NormaliseOptional(draft.Serial) ?? before.Serial,
            Enabled = draft.Enabled,
            UnitId = draft.UnitId.Trim(),
            Place = draft.Place,
            Revision = before.Revision + 1,
        };
        if (before.Enabled && !draft.Enabled)
        {
            SessionRules.End(turn, "recorder-disabled");
            RecorderSignals.End(turn, RecorderSignals.Offline, "disabled");
            PresenceRules.Reset(turn, RecorderCauses.Disabled);
        }
        else if (!before.Enabled && draft.Enabled)
        {
            PresenceRules.Reset(turn, RecorderCauses.Enabled);
        }
        else if (before.Serial != turn.State.Serial && before.Contact.Connected)
        {
            PresenceRules.Offline(turn, "", "serial-changed");
        }
    }

    private static Refusal? CheckSerial(string? serial) =>
        serial is null || (serial.Length <= MaxSerialLength && serial.All(IsAllowed))
            ? null
            : Refusal.InvalidField(
                "serial",
                "serial-malformed",
                $"A serial has 1 to {MaxSerialLength} characters from A-Z, a-z, 0-9, _ and -.",
                $"{MaxSerialLength}"
            );

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
