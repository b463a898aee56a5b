using System.Buffers.Binary;
using Command.Media.Srtp;

namespace Command.Media.Tests.Srtp;

public sealed class SrtcpContextTests
{
    public static TheoryData<int> Profiles => new(7, 1, 2);

    [Theory, MemberData(nameof(Profiles))]
    public void Unprotect_AfterProtect_GivesTheSameCompound(int profileId)
    {
        using var sender = Context(profileId);
        using var receiver = Context(profileId);
        for (var i = 0; i < 3_000; i++)
        {
            var clear = Compound(5, i % 20 * 4);
            var packet = Room(clear);
            Assert.True(sender.TryProtect(packet, clear.Length, out var length));
            Assert.Equal(clear.Length + sender.Profile.RtcpOverhead, length);
            Assert.Equal(UnprotectResult.Ok, receiver.Unprotect(packet.AsSpan(0, length), out var opened));
            Assert.Equal(clear, packet[..opened]);
        }
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Unprotect_ReplayedOrDamaged_IsRefusedAndLeavesNoState(int profileId)
    {
        using var sender = Context(profileId);
        using var receiver = Context(profileId);
        var clear = Compound(5, 24);
        var packet = Room(clear);
        Assert.True(sender.TryProtect(packet, clear.Length, out var length));
        for (var i = 0; i < length; i++)
        {
            var damaged = packet[..length];
            damaged[i] ^= 1;
            Assert.NotEqual(UnprotectResult.Ok, receiver.Unprotect(damaged, out _));
        }

        Assert.Equal(0, receiver.SourceCount);
        Assert.Equal(UnprotectResult.Ok, receiver.Unprotect(packet.AsSpan(0, length).ToArray(), out _));
        Assert.Equal(UnprotectResult.Replayed, receiver.Unprotect(packet.AsSpan(0, length).ToArray(), out _));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Unprotect_ShortOrOther_ReturnsMalformed(int profileId)
    {
        using var receiver = Context(profileId);
        for (var length = 0; length < 12; length++)
        {
            var packet = new byte[length];
            packet.AsSpan().Fill(0x80);
            Assert.Equal(UnprotectResult.Malformed, receiver.Unprotect(packet, out _));
        }
    }

    private static SrtcpContext Context(int profileId)
    {
        var profile = SrtpProfile.Find(profileId)!;
        return new SrtcpContext(new SrtpMasterKey(profile, new byte[16], new byte[profile.SaltLength]));
    }

    private static byte[] Room(byte[] clear) => [.. clear, .. new byte[20]];

    private static byte[] Compound(uint ssrc, int extra)
    {
        var packet = new byte[8 + extra];
        packet[0] = 0x80;
        packet[1] = 201;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)(1 + (extra / 4)));
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), ssrc);
        return packet;
    }
}
