namespace Command.Media.Hosting;

/// <summary>An answer, or a refusal with its reason.</summary>
/// <param name="Refusal"><see cref="WhepRefusal.None"/> when there is an answer.</param>
/// <param name="Answer">SDP answer; empty when refused.</param>
/// <param name="ETag">Names the ICE generation, without quotes; empty when refused.</param>
/// <param name="Detail">English sentence or name for logs and developers; empty when accepted.</param>
public sealed record WhepOpenResult(WhepRefusal Refusal, string Answer, string ETag, string Detail)
{
    /// <summary>True when there is an answer.</summary>
    public bool IsAccepted => Refusal == WhepRefusal.None;

    internal static WhepOpenResult Refuse(WhepRefusal refusal, string detail) => new(refusal, string.Empty, string.Empty, detail);
}
