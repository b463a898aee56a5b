using Command.Contracts.Authority;
using Command.Silo.Authority;

namespace Command.Silo.Signals;

/// <summary>What may be done with a signal.</summary>
internal static class SignalRights
{
    /// <summary>See it.</summary>
    public static readonly Right View = new(Rights.SignalView);

    /// <summary>Acknowledge or dismiss it.</summary>
    public static readonly Right Answer = new(Rights.SignalAnswer);
}
