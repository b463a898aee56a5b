using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Command.Devices.Rtsp;

/// <summary>H.264 parameter sets inside a description (RFC 6184 §8.2.1), with the deviations of real cameras.</summary>
internal static class SpropParameterSets
{
    /// <summary>
    /// The first SPS and PPS, without start codes (Revotech and Mercury put them in: gortsplib#402, #271). False unless both are there.
    /// </summary>
    public static bool TryRead(string? text, out ImmutableArray<byte> sps, out ImmutableArray<byte> pps)
    {
        sps = [];
        pps = [];
        foreach (var item in text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (!TryDecode(item, out var nal))
            {
                continue;
            }

            var unit = nal.AsSpan().TrimStart((byte)0);
            unit = unit.Length < nal.Length && unit.StartsWith((ReadOnlySpan<byte>)[1]) ? unit[1..] : nal;
            if (unit.Length < 2)
            {
                continue;
            }

            switch (unit[0] & 0x1F)
            {
                case 7 when sps.IsEmpty:
                    sps = [.. unit];
                    break;
                case 8 when pps.IsEmpty:
                    pps = [.. unit];
                    break;
                default:
                    break;
            }
        }

        return !sps.IsEmpty && !pps.IsEmpty;
    }

    private static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        // Some leave the padding out.
        var padded = text.TrimEnd('=');
        padded = padded.PadRight((padded.Length + 3) / 4 * 4, '=');
        var buffer = new byte[padded.Length];
        bytes = Convert.TryFromBase64String(padded, buffer, out var length) ? buffer[..length] : null;
        return bytes is not null;
    }
}
