using System.Globalization;
using Command.Contracts.Common;
using Command.Contracts.Signals;
using Command.Web.Application;
using Command.Web.Security;
using Command.Web.Ui;
using Microsoft.Extensions.Localization;

namespace Command.Web.Desks.Signals;

/// <summary>A signal in the words of the page's language.</summary>
internal sealed class SignalWords(IStringLocalizer<Texts> texts, Reasons reasons, SiteInfo site)
{
    public string Source(Signal signal) =>
        texts[$"signal.{signal.Source}"] is { ResourceNotFound: false } word ? word.Value : signal.Source;

    public string Object(Signal signal) => signal.Subject.Kind == "site" ? $"{site.Name} · {texts["signals.site"]}" : signal.Subject.Name;

    /// <summary>Why, in a few words; empty when nobody knows.</summary>
    public string Detail(Signal signal)
    {
        if (signal.Grouped > 0)
        {
            return texts["signals.grouped", signal.Grouped];
        }
        if (signal.Evidence.LastOrDefault(item => item.Kind == "cause") is { } cause)
        {
            return reasons.TextOf(new StateCause(cause.Text, signal.Detail));
        }
        // Sources tell details in English; a page in another language shows the bare numbers, and the sentence in the drawer.
        var isEnglish = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";
        return (isEnglish ? signal.Detail : null) ?? signal.Evidence.LastOrDefault(item => item.Kind == "fact")?.Text ?? "";
    }

    public string State(Signal signal) => texts[$"signals.state.{signal.State.ToString().ToLowerInvariant()}"];

    /// <summary>Who answered, or that it went by itself.</summary>
    public string By(Signal signal) =>
        signal switch
        {
            { AnsweredBy: { } name, State: SignalState.Dismissed } => texts["signals.dismissed-by", name],
            { AnsweredBy: { } name } => texts["signals.by", name],
            { State: SignalState.Closed } => texts["signals.by-itself"],
            _ => "",
        };

    public string EvidenceKind(SignalEvidence item) =>
        texts[$"evidence.{item.Kind}"] is { ResourceNotFound: false } word ? word.Value : item.Kind;

    public string Evidence(SignalEvidence item) => item.Kind == "cause" ? reasons.TextOf(new StateCause(item.Text, null)) : item.Text;

    /// <summary>Address, or degrees of latitude and longitude; empty when unknown.</summary>
    public static string PlaceOf(Signal signal) =>
        signal.Place switch
        {
            { Address: { Length: > 0 } address } => address,
            { LatitudeDegrees: { } latitude, LongitudeDegrees: { } longitude } => string.Create(
                CultureInfo.InvariantCulture,
                $"{latitude:0.00000}, {longitude:0.00000}"
            ),
            _ => "",
        };

    /// <summary>Page of the object, where it has one.</summary>
    public static string? Link(Signal signal) => signal.Subject.Kind is "camera" or "recorder" ? $"/devices/{signal.Subject.Id}" : null;

    public static string Iso(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
