using System.Collections.Immutable;
using Command.Media.Codecs;
using Command.Media.Sdp;

namespace Command.Devices.Rtsp;

/// <summary>A track of a description that will be set up.</summary>
/// <param name="Format">What the description says.</param>
/// <param name="Control">The section's a=control.</param>
internal sealed record RtspTrackPlan(TrackFormat Format, string? Control)
{
    /// <summary>
    /// The first video and the first audio section. Sections marked sendonly are ONVIF back channels, unless all are: then the mark is
    /// wrong (gortsplib#970). Other kinds, metadata for example, are left out without harm to the rest (moonfire#238).
    /// </summary>
    public static ImmutableArray<RtspTrackPlan> From(SessionDescription sdp)
    {
        var media = sdp.Media.Where(m => m.IsVideo || m.IsAudio).ToList();
        if (media.Exists(m => m.Direction != SdpDirection.SendOnly))
        {
            media.RemoveAll(m => m.Direction == SdpDirection.SendOnly);
        }

        var plans = ImmutableArray.CreateBuilder<RtspTrackPlan>(2);
        if (media.Find(m => m.IsVideo) is { } video)
        {
            plans.Add(new(FormatOf(video), video.Control));
        }

        if (media.Find(m => m.IsAudio) is { } audio)
        {
            plans.Add(new(FormatOf(audio), audio.Control));
        }

        return plans.DrainToImmutable();
    }

    private static TrackFormat FormatOf(MediaDescription media)
    {
        var payloadTypes = media.PayloadTypes.ToList();
        var known = payloadTypes
            .Select(pt => media.FindRtpMap(pt) ?? VendorQuirks.FindUndescribed(media, pt))
            .Where(map => map is not null && CodecOf(map.Encoding) != CodecKind.Other)
            .FirstOrDefault();
        var payloadType = known?.PayloadType ?? payloadTypes.FirstOrDefault();
        var map = known ?? media.FindRtpMap(payloadType) ?? new RtpMap(payloadType, "?", 0);
        var clockRate = map.ClockRate > 0 ? map.ClockRate : (media.IsVideo ? 90_000 : 8_000);
        var parameters = VendorQuirks.FindFormatParameters(media, payloadType);
        var format = new TrackFormat(
            media.IsVideo ? MediaKind.Video : MediaKind.Audio,
            CodecOf(map.Encoding),
            clockRate,
            media.IsVideo ? 0 : map.Channels,
            payloadType,
            map.Encoding
        )
        {
            Fmtp = parameters?.Text,
            FramesPerSecond = media.FrameRate,
        };
        if (media.IsVideo)
        {
            format = WithDimensions(format, media.FindAttribute("x-dimensions")?.Value);
            if (
                format.Codec == CodecKind.H264
                && SpropParameterSets.TryRead(parameters?.Find("sprop-parameter-sets"), out var sps, out var pps)
            )
            {
                format = format.WithParameterSets(sps, pps);
            }
        }

        return format;
    }

    /// <summary>"1920,1080": a hint until a parameter set tells.</summary>
    private static TrackFormat WithDimensions(TrackFormat format, string? text)
    {
        var parts = text?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        return parts.Length == 2 && ushort.TryParse(parts[0], out var width) && ushort.TryParse(parts[1], out var height)
            ? format with
            {
                Width = width,
                Height = height,
            }
            : format;
    }

    private static CodecKind CodecOf(string encoding) =>
        encoding.ToUpperInvariant() switch
        {
            "H264" => CodecKind.H264,
            "H265" or "HEVC" => CodecKind.H265,
            "VP8" => CodecKind.Vp8,
            "JPEG" => CodecKind.Mjpeg,
            "OPUS" => CodecKind.Opus,
            "PCMU" => CodecKind.Pcmu,
            "PCMA" => CodecKind.Pcma,
            "G722" => CodecKind.G722,
            "MPEG4-GENERIC" or "MP4A-LATM" => CodecKind.Aac,
            var g726 when g726.Contains("G726", StringComparison.Ordinal) => CodecKind.G726,
            _ => CodecKind.Other,
        };
}
