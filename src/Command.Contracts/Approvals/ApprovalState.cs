namespace Command.Contracts.Approvals;

/// <summary>Where a request for a second person stands.</summary>
[GenerateSerializer, Alias("command.ApprovalState")]
public enum ApprovalState
{
    /// <summary>Waits for the second person.</summary>
    Requested = 0,

    /// <summary>Approved; the act is to be carried out once.</summary>
    Approved = 1,

    /// <summary>Refused with a reason.</summary>
    Refused = 2,

    /// <summary>Nobody decided in time.</summary>
    Expired = 3,

    /// <summary>Taken back by who asked.</summary>
    Withdrawn = 4,

    /// <summary>Approved, and the act was carried out.</summary>
    Done = 5,

    /// <summary>Approved, but the act was refused when it was carried out.</summary>
    Failed = 6,
}
