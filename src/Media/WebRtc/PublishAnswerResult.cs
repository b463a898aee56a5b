using System.Collections.Immutable;

namespace Command.Media.WebRtc;

/// <summary>An answer to a publisher, or why there is none.</summary>
/// <param name="Verdict">Which; never <see cref="AnswerVerdict.NotPlayable"/>.</param>
/// <param name="Detail">One English sentence for logs and developers; empty when accepted.</param>
/// <param name="Sdp">The answer's text; empty when refused.</param>
/// <param name="Tracks">What will be received, in the offer's order.</param>
internal sealed record PublishAnswerResult(AnswerVerdict Verdict, string Detail, string Sdp, ImmutableArray<NegotiatedInbound> Tracks)
{
    /// <summary>A refusal.</summary>
    public static PublishAnswerResult Refuse(AnswerVerdict verdict, string detail) => new(verdict, detail, string.Empty, []);
}
