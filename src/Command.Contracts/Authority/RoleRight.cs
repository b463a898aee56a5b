namespace Command.Contracts.Authority;

/// <summary>One right of a role.</summary>
/// <param name="Right">One of <see cref="Authority.Rights"/>.</param>
/// <param name="Reach">How far.</param>
/// <param name="NeedsPurpose">A reason or case number has to be given.</param>
/// <param name="NeedsApproval">A second person has to approve each use.</param>
/// <param name="FootageHours">Only footage that is no older; null for any age.</param>
/// <param name="ViewSeconds">A viewing ends after so long; null for none.</param>
/// <param name="List">Only entries of this list, for example device-log or custody-log; null for all.</param>
[GenerateSerializer, Immutable, Alias("command.RoleRight")]
public sealed record RoleRight(
    [property: Id(0)] string Right,
    [property: Id(1)] RightReach Reach,
    [property: Id(2)] bool NeedsPurpose = false,
    [property: Id(3)] bool NeedsApproval = false,
    [property: Id(4)] int? FootageHours = null,
    [property: Id(5)] int? ViewSeconds = null,
    [property: Id(6)] string? List = null
);
