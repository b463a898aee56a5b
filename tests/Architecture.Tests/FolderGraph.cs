namespace Command.Architecture.Tests;

/// <summary>
/// Which sibling folders a folder may name, as docs/house.md draws them. Everything a folder may use stands here; what is missing is forbidden.
/// </summary>
internal static class FolderGraph
{
    public const string Any = "*";

    public static readonly Dictionary<string, string> Media = new()
    {
        ["Buffers"] = "",
        ["Time"] = "",
        ["Telemetry"] = "",
        ["Sdp"] = "",
        ["Evidence"] = "",
        ["Rtp"] = "Buffers Time",
        ["Rtcp"] = "Buffers Time",
        ["Stun"] = "Buffers",
        ["Codecs"] = "Buffers",
        ["RtpPayload"] = "Rtp Codecs Buffers Time",
        ["Srtp"] = "Rtp Buffers",
        ["Transport"] = "Buffers Stun Telemetry",
        ["Ffmpeg"] = "Codecs Buffers Time",
        ["Ice"] = "Stun Transport",
        ["Dtls"] = "Buffers Transport",
        ["Hub"] = "Rtp RtpPayload Codecs Buffers Time Telemetry",
        ["Workers"] = "Buffers Telemetry",
        ["Ingest"] = "Hub Rtp Rtcp RtpPayload Codecs Buffers Time Telemetry",
        ["Analysis"] = "Hub Workers Ffmpeg Rtp RtpPayload Codecs Buffers Time Telemetry",
        ["WebRtc"] = "Ingest Hub Rtp Rtcp RtpPayload Codecs Sdp Srtp Ice Dtls Transport Stun Buffers Time Telemetry",
        ["Hosting"] = Any,
    };

    public static readonly Dictionary<string, string> Devices = new()
    {
        ["Drivers"] = "",
        ["TextProtocol"] = "",
        ["Rtsp"] = "Drivers TextProtocol",
        ["Mqtt"] = "Drivers",
        ["Hosting"] = Any,
    };

    public static readonly Dictionary<string, string> Contracts = new()
    {
        ["Common"] = "",
        ["Authority"] = "Common",
        ["Groups"] = "Authority Common",
        ["Duty"] = "Authority Common",
        ["Approvals"] = "Authority Common",
        ["Clients"] = "Authority Common",
        ["Claims"] = "Authority Common",
        ["Units"] = "Authority Common",
        ["Streams"] = "Authority Common",
        ["Cameras"] = "Authority Common Streams",
        ["Recorders"] = "Authority Common Streams",
        ["Signals"] = "Authority Common",
        ["Walls"] = "Authority Common",
        ["Directory"] = "Authority Common",
        ["Accounts"] = "Authority Common",
        ["Keys"] = "Authority Common",
        ["Audit"] = "Authority Common",
        ["Events"] = Any,
    };

    /// <summary>Every noun may use Common, Storage, Authority, MediaNode, Keys and Signals; those may use no noun. Directory reads the rows of the nouns it lists.</summary>
    public static readonly Dictionary<string, string> Silo = new()
    {
        ["Common"] = "",
        ["Storage"] = "",
        ["Authority"] = "Storage",
        ["MediaNode"] = "Common Storage Authority Keys",
        ["Keys"] = "Storage",
        ["Audit"] = "Common Storage Authority",
        ["Accounts"] = "Common Storage Authority Keys",
        ["Access"] = "Common Storage Authority Accounts Approvals Signals Units",
        ["Groups"] = "Common Storage Authority",
        ["Duty"] = "Common Storage Authority Accounts",
        ["Approvals"] = "Common Storage Authority",
        ["Clients"] = "Common Storage Authority Keys",
        ["Claims"] = "Common Storage Authority Keys MediaNode",
        ["Units"] = "Common Storage Authority MediaNode",
        ["Cameras"] = "Common Storage Authority MediaNode Keys MediaHttp Signals",
        ["Signals"] = "Common Storage Authority",
        ["Recorders"] = "Common Storage Authority MediaNode Keys MediaHttp Signals",
        ["Directory"] = "Common Storage Authority Units",
        ["Walls"] = "Common Storage Authority",
        ["Events"] = "Storage",
        ["Streams"] = "Common Storage Authority MediaNode",
        ["MediaHttp"] = "MediaNode Storage Keys",
        ["Hosting"] = Any,
    };

    public static readonly Dictionary<string, string> Web = new()
    {
        ["Application"] = "Security",
        ["Api"] = "Application Realtime Security",
        ["Desks"] = "Application Realtime Security Ui",
        ["Realtime"] = "",
        ["Security"] = "",
        ["Ui"] = "Security",
        ["Hosting"] = Any,
    };
}
