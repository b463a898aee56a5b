using System.Collections.Immutable;

namespace Command.Media.Sdp;

/// <summary>An a=group line (RFC 5888 §5): BUNDLE, LS and others, over the mids of the sections.</summary>
public sealed record SdpGroup(string Semantics, ImmutableArray<string> Mids)
{
    /// <summary>Semantics of RFC 9143: one transport for all named sections.</summary>
    public const string Bundle = "BUNDLE";
}
