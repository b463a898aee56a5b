using System.Collections.Immutable;

namespace Command.Media.Sdp;

/// <summary>An a=ssrc-group line (RFC 5576 §4.2): FID pairs a stream with its retransmissions, SIM its simulcast layers.</summary>
public sealed record SsrcGroup(string Semantics, ImmutableArray<uint> Ssrcs)
{
    /// <summary>Flow identification: first the stream, then its retransmission.</summary>
    public const string FlowIdentification = "FID";
}
