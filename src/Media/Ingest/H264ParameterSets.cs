using System.Collections.Immutable;
using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Hub;
using Command.Media.RtpPayload;

namespace Command.Media.Ingest;

/// <summary>
/// Learns parameter sets from the stream and keeps the track's format true: in the stream wins over in the description. One thread.
/// Allocates only when they change.
/// </summary>
internal sealed class H264ParameterSets(TrackPublisher publisher)
{
    private const int MaximumLength = 1024;

    /// <summary>Takes what is in a payload.</summary>
    public void Learn(ReadOnlySpan<byte> payload)
    {
        switch (H264Nal.TypeOf(payload[0]))
        {
            case H264NalType.StapA:
                var rest = payload[1..];
                while (H264Payload.TryReadAggregated(ref rest, out var nal))
                {
                    LearnNal(nal);
                }
                break;
            case H264NalType.Sps or H264NalType.Pps:
                // Some cameras put the PPS behind a start code in the SPS's packet.
                var end = H264Nal.IndexOfStartCode(payload, 0);
                LearnNal(end < 0 ? payload : payload[..end].TrimEnd((byte)0));
                for (var stream = end < 0 ? default : payload[end..]; H264Nal.TryReadAnnexB(ref stream, out var hidden); )
                {
                    LearnNal(hidden);
                }
                break;
            default:
                break;
        }
    }

    private void LearnNal(ReadOnlySpan<byte> nal)
    {
        if (nal.Length is < 2 or > MaximumLength)
        {
            return;
        }
        var format = publisher.Track.Format;
        switch (H264Nal.TypeOf(nal[0]))
        {
            case H264NalType.Sps when Replaces(format.Sps, nal, skippedBytes: 4) && H264Sps.TryParse(nal, out _):
                publisher.UpdateFormat(format.WithParameterSets([.. nal], format.Pps));
                break;
            case H264NalType.Pps when Replaces(format.Pps, nal, skippedBytes: 1):
                publisher.UpdateFormat(format.WithParameterSets(format.Sps, [.. nal]));
                break;
            default:
                break;
        }
    }

    /// <summary>Whether a parameter set is new and of the id that is kept: streams with several would flip to and fro.</summary>
    private static bool Replaces(ImmutableArray<byte> known, ReadOnlySpan<byte> nal, int skippedBytes)
    {
        if (known.IsDefaultOrEmpty)
        {
            return true;
        }
        return !nal.SequenceEqual(known.AsSpan()) && IdOf(nal, skippedBytes) == IdOf(known.AsSpan(), skippedBytes);
    }

    private static uint IdOf(ReadOnlySpan<byte> nal, int skippedBytes)
    {
        var bits = new BitReader(nal[Math.Min(nal.Length, skippedBytes)..]);
        return bits.ReadUnsignedGolomb();
    }
}
