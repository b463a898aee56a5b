using Command.Media.Codecs;

namespace Command.Media.Hosting;

/// <summary>An answer, or a refusal with its reason.</summary>
/// <param name="Refusal"><see cref="PublishRefusal.None"/> when there is an answer.</param>
/// <param name="Answer">SDP answer; empty when refused.</param>
/// <param name="ETag">Names the ICE generation, without quotes; empty when refused.</param>
/// <param name="Detail">English sentence for logs and developers; empty when accepted.</param>
/// <param name="Formats">What the publisher was told to send, in the order of the stream's tracks; empty when refused.</param>
public sealed record PublishOpenResult(
    PublishRefusal Refusal,
    string Answer,
    string ETag,
    string Detail,
    IReadOnlyList<TrackFormat> Formats
)
{
    /// <summary>True when there is an answer.</summary>
    public bool IsAccepted => Refusal == PublishRefusal.None;

    internal static PublishOpenResult Refuse(PublishRefusal refusal, string detail) => new(refusal, string.Empty, string.Empty, detail, []);
}
