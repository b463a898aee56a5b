using Command.Media.Codecs;
using Command.Media.Telemetry;
using Command.Media.Tests.RtpPayload;

namespace Command.Media.Tests.Ingest;

/// <summary>What the receiver does with packets that come a second time, and when it stops waiting for them.</summary>
public sealed class RtpRepairTests
{
    private static readonly TrackFormat Sound = new(MediaKind.Audio, CodecKind.Opus, 48_000, 2, 96, "opus");

    [Fact]
    public void ReceiveRepair_MissingPacket_TakesItsPlaceAndIsNoReception()
    {
        using var harness = new ReceiverHarness(Sound, reorderWindow: 64);
        harness.Receive([1], 10, 0);
        harness.Receive([3], 12, 1_920);
        Assert.True(harness.Receiver.IsWaiting);
        Assert.True(harness.ReceiveRepair([2], 11, 960));
        Assert.Equal([1, 2, 3], harness.Published().Select(seen => (int)seen.Payload[0]));
        Assert.False(harness.Receiver.IsWaiting);
        Assert.Equal((1L, 0L, 0L), (harness.Receiver.Repaired, harness.Receiver.GivenUp, harness.Receiver.Breaks));
        Assert.Equal(
            (3L, 2L, 1L),
            (harness.Receiver.Statistics.Expected, harness.Receiver.Statistics.Received, harness.Receiver.Statistics.Lost)
        );
    }

    [Theory]
    [InlineData(10, 96, RtpBuilder.Ssrc)]
    [InlineData(12, 96, RtpBuilder.Ssrc)]
    [InlineData(11, 97, RtpBuilder.Ssrc)]
    [InlineData(11, 96, 5u)]
    [InlineData(9_000, 96, RtpBuilder.Ssrc)]
    public void ReceiveRepair_WhatIsNotMissing_IsLeftOutWithoutAFault(int sequence, byte payloadType, uint ssrc)
    {
        using var harness = new ReceiverHarness(Sound, reorderWindow: 64);
        harness.Receive([1], 10, 0);
        harness.Receive([3], 12, 1_920);
        Assert.False(harness.ReceiveRepair([9], sequence, 960, payloadType: payloadType, ssrc: ssrc));
        Assert.Equal(0, harness.Receiver.Repaired);
        Assert.All(Enum.GetValues<MediaFault>(), fault => Assert.Equal(0, harness.Faults.Count(fault)));
        Assert.Single(harness.Published());
    }

    [Fact]
    public void GiveUpBefore_APacketThatWaits_PassesItOn()
    {
        using var harness = new ReceiverHarness(Sound, reorderWindow: 64);
        harness.Receive([1], 65_534, 0);
        harness.Receive([3], 0, 1_920);
        harness.Receive([5], 2, 3_840);
        Assert.Single(harness.Published());
        harness.Receiver.GiveUpBefore(0, harness.Time.GetTimestamp());
        Assert.Equal([3], harness.Published().Select(seen => (int)seen.Payload[0]));
        Assert.True(harness.Receiver.IsWaiting);
        Assert.Equal((1L, 1L), (harness.Receiver.GivenUp, harness.Receiver.Breaks));
    }

    [Fact]
    public void UseReorderDeadline_Longer_CountsForWhatWaits()
    {
        using var harness = new ReceiverHarness(Sound, reorderWindow: 64);
        harness.Receive([1], 10, 0);
        harness.Receive([3], 12, 1_920);
        harness.Receiver.UseReorderDeadline(TimeSpan.FromMilliseconds(300));
        harness.Time.Advance(TimeSpan.FromMilliseconds(299));
        harness.Receiver.Poll(harness.Time.GetTimestamp());
        Assert.Single(harness.Published());
        harness.Time.Advance(TimeSpan.FromMilliseconds(1));
        harness.Receiver.Poll(harness.Time.GetTimestamp());
        Assert.True(Assert.Single(harness.Published()).Packet.Discontinuity);
    }

    [Fact]
    public void Receive_Vp8KeyFrame_TellsTheSizeAndItsChanges()
    {
        var vp8 = new TrackFormat(MediaKind.Video, CodecKind.Vp8, 90_000, 0, 96, "VP8");
        using var harness = new ReceiverHarness(vp8);
        harness.Receive([0x10, .. Vp8PayloadTests.KeyFrame(640, 360)], 1, 0, marker: true);
        Assert.Equal((640, 360), (harness.Track.Format.Width, harness.Track.Format.Height));
        harness.Receive([0x10, 0x11, 0, 0], 2, 3_600, marker: true);
        harness.Receive([0x10, .. Vp8PayloadTests.KeyFrame(1280, 720)], 3, 7_200, marker: true);
        Assert.Equal((1280, 720), (harness.Track.Format.Width, harness.Track.Format.Height));
        Assert.Equal([true, false, true], harness.Published().Select(seen => seen.Packet.StartsKeyFrame));
    }
}
