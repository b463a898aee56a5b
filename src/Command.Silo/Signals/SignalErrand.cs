using Command.Contracts.Signals;

namespace Command.Silo.Signals;

/// <summary>One thing a source has to tell the desk: exactly one of the two is set.</summary>
/// <param name="NotBefore">When it may be told; until then it can be taken back without anybody having heard of it.</param>
internal sealed record SignalErrand(SignalDraft? Raise, SignalEnd? End, DateTimeOffset NotBefore)
{
    public bool IsAbout(string source) => Raise?.Source == source || End?.Source == source;
}
