using Command.Media.Codecs;
using Command.Media.RtpPayload;
using Command.TestKit;
using FsCheck.Xunit;

namespace Command.Media.Tests.RtpPayload;

public sealed class Vp8PayloadTests
{
    [Theory]
    [InlineData("10", 320, 240)]
    [InlineData("9080FF01", 1280, 720)]
    [InlineData("90F0123445", 16_383, 1)]
    public void Rfc7741_4_2_and_Rfc6386_9_1_Size_behind_any_descriptor(string descriptor, int width, int height)
    {
        // 9080FF01: a picture id of 15 bits; 90F0...: every extension, picture id of 7 bits.
        byte[] payload = [.. Convert.FromHexString(descriptor), .. KeyFrame(width, height)];
        Assert.True(KeyFrameDetector.StartsKeyFrame(CodecKind.Vp8, payload));
        Assert.True(Vp8Payload.TryReadSize(payload, out var readWidth, out var readHeight));
        Assert.Equal((width, height), (readWidth, readHeight));
    }

    [Theory]
    [InlineData("10" + "11", "an interframe")]
    [InlineData("00" + "10", "not the start of a partition")]
    [InlineData("11" + "10", "another partition")]
    public void StartsKeyFrame_WhatIsNone_IsFalse(string start, string why)
    {
        byte[] payload = [.. Convert.FromHexString(start), .. KeyFrame(320, 240)[1..]];
        Assert.False(KeyFrameDetector.StartsKeyFrame(CodecKind.Vp8, payload), why);
        Assert.False(Vp8Payload.TryReadSize(payload, out _, out _));
    }

    [Theory, MemberData(nameof(CrashCorpus.Rows), "vp8", MemberType = typeof(CrashCorpus))]
    public void Readers_OldCrasher_GiveAVerdict(string file) => AssertReadable(CrashCorpus.Read("vp8", file));

    [Property(MaxTest = 5_000)]
    public void Readers_AnyBytes_GiveAVerdict(byte[] payload) => AssertReadable(payload);

    /// <summary>Frame tag, start code and size (RFC 6386 §9.1), then some of the first partition.</summary>
    internal static byte[] KeyFrame(int width, int height) =>
        [0x10, 0, 0, 0x9D, 0x01, 0x2A, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 1, 2, 3, 4];

    private static void AssertReadable(byte[] payload)
    {
        var isKey = KeyFrameDetector.StartsKeyFrame(CodecKind.Vp8, payload);
        var hasSize = Vp8Payload.TryReadSize(payload, out var width, out var height);
        Assert.True(isKey || !hasSize);
        Assert.Equal(hasSize, width > 0 && height > 0);
    }
}
