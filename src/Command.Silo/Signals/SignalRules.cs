using Command.Contracts.Common;
using Command.Contracts.Signals;
using Command.Silo.Common;
using Command.Silo.Storage;

namespace Command.Silo.Signals;

/// <summary>What is decided about signals without looking at more than one of them.</summary>
internal static class SignalRules
{
    /// <summary>Members of one group; the next subject begins another group.</summary>
    public const int LargestGroup = 500;

    /// <summary>Evidence that one draft brings, that one signal keeps, and that lists and hints show.</summary>
    public const int ShownEvidence = 16;

    /// <summary>How often the count of a signal goes on the record at most.</summary>
    public static readonly TimeSpan TallyPeriod = TimeSpan.FromSeconds(10);

    private const int MaxDetail = 500;
    private const int MaxText = 200;
    private const int LeastReason = 3;
    private const int MaxReason = 200;

    /// <summary>The draft with its texts and evidence cut to what is kept.</summary>
    /// <exception cref="ArgumentException">The id is no ULID: a mistake of the source that no repetition mends.</exception>
    public static SignalDraft Bounded(SignalDraft draft)
    {
        if (!Ulid.IsValid(draft.Id))
        {
            throw new ArgumentException(
                $"A signal of source {draft.Source} has the id '{draft.Id}'; a lower-case ULID is expected.",
                nameof(draft)
            );
        }
        return draft with
        {
            UnitId = draft.UnitId ?? "",
            Detail = draft.Detail is { } detail ? RecordText.Of(detail, MaxDetail) : null,
            Evidence = draft.Evidence.IsDefaultOrEmpty
                ? []
                : [.. draft.Evidence.Take(ShownEvidence).Select(item => item with { Text = RecordText.Of(item.Text, MaxText) })],
        };
    }

    /// <summary>
    /// The draft is a repeat of this signal and not one of its own. What a person has answered stays answered only for what is no worse, and never for
    /// red: somebody who calls again must be heard again.
    /// </summary>
    public static bool IsRepeat(StoredSignal signal, SignalDraft draft, DateTimeOffset now) =>
        draft.Window > TimeSpan.Zero && now - signal.LastAt <= draft.Window && TakesMore(signal, draft.Colour);

    /// <summary>The group is still the same storm, and covers this draft's colour; whether it covers its unit is not asked here.</summary>
    public static bool TakesMember(StoredSignal group, SignalDraft draft, DateTimeOffset now, TimeSpan stormWindow) =>
        group.IsGroup
        && group.Source == draft.Source
        && now - group.LastAt <= stormWindow
        && TakesMore(group, draft.Colour)
        && (group.Members.Length < LargestGroup || group.Members.Any(member => member.Subject.Id == draft.Subject.Id));

    /// <summary>Null, or what is wrong with the reason of a dismissal.</summary>
    public static Refusal? CheckReason(string reason) =>
        reason.Length is >= LeastReason and <= MaxReason
            ? FieldRules.CheckCharacters("reason", reason)
            : Refusal.InvalidField(
                "reason",
                "signal-reason-length",
                $"The reason has {reason.Length} characters; {LeastReason} to {MaxReason} are expected.",
                $"{LeastReason}",
                $"{MaxReason}"
            );

    /// <summary>Null, or what is wrong with the note of an acknowledgement.</summary>
    public static Refusal? CheckNote(string? note) =>
        note is { Length: > MaxReason }
            ? FieldRules.TooLong("note", "signal-note-length", note.Length, MaxReason)
            : FieldRules.CheckCharacters("note", note);

    public static Refusal NotFound(string id) => Refusal.Of(RefusalCode.NotFound, "signal-not-found", $"There is no signal {id}.");

    public static Refusal Answered(StoredSignal signal) =>
        new(
            RefusalCode.Conflict,
            "signal-answered",
            $"{signal.AnsweredBy} has answered this signal already ({signal.State}).",
            [signal.AnsweredBy ?? ""],
            null
        );

    public static Refusal Over() =>
        Refusal.Of(RefusalCode.Conflict, "signal-over", "The signal is over; its cause ended before anybody had to act.");

    private static bool TakesMore(StoredSignal signal, SignalColour colour) =>
        signal.IsWaiting || (signal.State == SignalState.Acknowledged && colour != SignalColour.Red && colour <= signal.Colour);
}
