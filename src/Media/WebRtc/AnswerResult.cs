using System.Collections.Immutable;

namespace Command.Media.WebRtc;

/// <summary>An answer, or why there is none.</summary>
/// <param name="Verdict">Which.</param>
/// <param name="Detail">One English sentence for logs and developers; empty when accepted.</param>
/// <param name="Sdp">The answer's text; empty when refused.</param>
/// <param name="Tracks">What will be sent.</param>
internal sealed record AnswerResult(AnswerVerdict Verdict, string Detail, string Sdp, ImmutableArray<NegotiatedTrack> Tracks)
{
    /// <summary>A refusal.</summary>
    public static AnswerResult Refuse(AnswerVerdict verdict, string detail) => new(verdict, detail, string.Empty, []);
}
