namespace Command.Web.Api;

/// <summary>
/// Is this an SDP offer at all? Answered at the front door, so that garbage neither crosses the cluster nor wakes a camera; the silo reads
/// what passes with care.
/// </summary>
internal static class OfferCheck
{
    public static bool MayBeOffer(string text) =>
        text.StartsWith("v=0", StringComparison.Ordinal)
        && !text.Contains('\0', StringComparison.Ordinal)
        && text.Contains("\nm=", StringComparison.Ordinal)
        && text.Contains("\na=ice-ufrag:", StringComparison.Ordinal)
        && text.Contains("\na=fingerprint:", StringComparison.Ordinal);
}
