using System.Globalization;
using Command.Contracts.Common;
using Microsoft.Extensions.Localization;

namespace Command.Web.Application;

/// <summary>Words for reasons: refusals of orders and causes of device states, by their stable key. Texts stand in Reasons.resx.</summary>
/// <param name="texts">The resource.</param>
internal sealed class Reasons(IStringLocalizer<Reasons> texts)
{
    /// <summary>Words for a reason; null when the resource has none.</summary>
    public string? TextOf(string reason, IReadOnlyList<string>? arguments = null)
    {
        var text = texts[reason];
        if (text.ResourceNotFound)
        {
            return null;
        }
        if (arguments is not { Count: > 0 })
        {
            return text.Value.Contains("{0}", StringComparison.Ordinal) ? null : text.Value;
        }
        try
        {
            return string.Format(CultureInfo.CurrentCulture, text.Value, [.. arguments]);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Words for a refusal; its own English sentence when the resource has none.</summary>
    public string TextOf(Refusal refusal) => TextOf(refusal.Reason, refusal.Arguments.IsDefault ? [] : refusal.Arguments) ?? refusal.Detail;

    /// <summary>Words for the cause of a state; empty for no cause.</summary>
    public string TextOf(StateCause cause) => cause.Code is "none" or "" ? "" : TextOf(cause.Code) ?? cause.Detail ?? cause.Code;

    /// <summary>Why a browser cannot play a track, for example <c>h265</c>.</summary>
    public string NotPlayable(string code) => TextOf($"not-playable-{code}") ?? code;
}
