using Command.Contracts.Common;

namespace Command.Silo.Authority;

/// <summary>May they? Granted, perhaps for a time; or refused with the answer to give.</summary>
/// <param name="Refusal">
/// <c>null</c> when granted. Outside the actor's scope the refusal is <see cref="RefusalCode.NotFound"/>, so that nobody learns what exists;
/// inside it <see cref="RefusalCode.Forbidden"/>.
/// </param>
/// <param name="Until">When the right ends by itself; <c>null</c> while no end is known. Long acts end then.</param>
internal sealed record AuthorityDecision(Refusal? Refusal, DateTimeOffset? Until)
{
    public static readonly AuthorityDecision Granted = new(null, null);

    public bool IsGranted => Refusal is null;

    /// <summary>How far the right goes.</summary>
    public RightLimits Limits { get; init; } = RightLimits.None;

    /// <summary>Each use needs a second person: the act is requested, not carried out.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>The role that the right was used in; null for the server, devices and refusals.</summary>
    public string? Role { get; init; }
}
