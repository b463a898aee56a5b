namespace Command.Media.WebRtc;

/// <summary>What came from a publisher so far, over all its tracks.</summary>
/// <param name="Packets">RTP packets, repairs included.</param>
/// <param name="Bytes">Bytes of RTP, repairs included.</param>
/// <param name="Requested">Numbers asked for again, each time counted.</param>
/// <param name="Repaired">Packets that came again in time.</param>
/// <param name="GivenUp">Packets that are missing for good.</param>
/// <param name="PictureLosses">Requests for key frames.</param>
internal readonly record struct WhipSessionTotals(long Packets, long Bytes, long Requested, long Repaired, long GivenUp, long PictureLosses)
{
    /// <summary>The sums.</summary>
    public static WhipSessionTotals Of(ReadOnlySpan<InboundTrack> tracks)
    {
        var sum = default(WhipSessionTotals);
        foreach (var track in tracks)
        {
            sum = new WhipSessionTotals(
                sum.Packets + track.Packets,
                sum.Bytes + track.Bytes,
                sum.Requested + track.Requested,
                sum.Repaired + track.Repaired,
                sum.GivenUp + track.GivenUp,
                sum.PictureLosses + track.PictureLosses
            );
        }
        return sum;
    }
}
