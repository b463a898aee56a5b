using System.Buffers.Binary;
using Command.Media.Srtp;

namespace Command.Media.Tests.Srtp;

public sealed class SrtpContextTests
{
    public static TheoryData<int> Profiles => new(7, 1, 2);

    [Theory, MemberData(nameof(Profiles))]
    public void Unprotect_AfterProtect_GivesTheSamePacketsAcrossTheWrap(int profileId)
    {
        using var pair = new Pair(profileId);
        for (var i = 0; i < 70_000; i++)
        {
            var sequence = (ushort)(60_000 + i);
            var clear = Packet(1, sequence, i % 50);
            var (packet, length) = pair.Protect(clear);
            Assert.Equal(clear.Length + pair.Sender.Profile.RtpTagLength, length);
            Assert.Equal(UnprotectResult.Ok, pair.Receiver.Unprotect(packet.AsSpan(0, length), out var opened));
            Assert.True(clear.AsSpan().SequenceEqual(packet.AsSpan(0, opened)), $"packet {i}");
        }
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Unprotect_ReorderedAcrossTheWrap_Opens(int profileId)
    {
        using var pair = new Pair(profileId);
        var packets = Enumerable.Range(0, 200).Select(i => pair.Protect(Packet(1, (ushort)(65_500 + i), 20))).ToList();
        var random = new Random(1);
        var order = Enumerable.Range(0, 200).OrderBy(i => i + random.Next(30)).ToList();
        foreach (var i in order)
        {
            var copy = packets[i].Packet.AsSpan(0, packets[i].Length).ToArray();
            Assert.Equal(UnprotectResult.Ok, pair.Receiver.Unprotect(copy, out _));
        }
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Unprotect_ReplayedIndex_ReturnsReplayed(int profileId)
    {
        using var pair = new Pair(profileId);
        var (packet, length) = pair.Protect(Packet(1, 7, 30));
        Assert.Equal(UnprotectResult.Ok, pair.Receiver.Unprotect(packet.AsSpan(0, length).ToArray(), out _));
        Assert.Equal(UnprotectResult.Replayed, pair.Receiver.Unprotect(packet.AsSpan(0, length).ToArray(), out _));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Unprotect_AnyFlippedByte_FailsAndMovesNothing(int profileId)
    {
        using var pair = new Pair(profileId);
        var (packet, length) = pair.Protect(Packet(1, 7, 30));
        for (var i = 0; i < length; i++)
        {
            var damaged = packet.AsSpan(0, length).ToArray();
            damaged[i] ^= 0x10;
            Assert.NotEqual(UnprotectResult.Ok, pair.Receiver.Unprotect(damaged, out _));
        }

        Assert.Equal(0, pair.Receiver.SourceCount);
        Assert.Equal(UnprotectResult.Ok, pair.Receiver.Unprotect(packet.AsSpan(0, length), out _));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Unprotect_UnknownSources_GrowOnlyWhenAuthenticAndNotBeyondTheCap(int profileId)
    {
        using var pair = new Pair(profileId);
        for (uint ssrc = 1; ssrc <= 1_000; ssrc++)
        {
            Assert.NotEqual(UnprotectResult.Ok, pair.Receiver.Unprotect(Packet(ssrc, 1, 40), out _));
        }

        Assert.Equal(0, pair.Receiver.SourceCount);
        for (uint ssrc = 1; ssrc <= SrtpContext.MaxSources + 1; ssrc++)
        {
            // Two senders with the same key, since one keeps to the cap itself.
            using var sender = Pair.Context(profileId);
            var packet = new byte[100];
            Packet(ssrc, 1, 40).CopyTo(packet, 0);
            Assert.True(sender.TryProtect(packet, 52, out var length));
            var expected = ssrc <= SrtpContext.MaxSources ? UnprotectResult.Ok : UnprotectResult.TooManySources;
            Assert.Equal(expected, pair.Receiver.Unprotect(packet.AsSpan(0, length), out _));
        }

        Assert.Equal(SrtpContext.MaxSources, pair.Receiver.SourceCount);
    }

    [Theory, MemberData(nameof(Profiles))]
    public void TryProtect_IndexThatDoesNotRise_Refuses(int profileId)
    {
        using var pair = new Pair(profileId);
        var buffer = new byte[100];
        Packet(1, 500, 20).CopyTo(buffer, 0);
        Assert.True(pair.Sender.TryProtect(buffer, 32, out _));
        foreach (var sequence in (ushort[])[500, 499, 0])
        {
            Packet(1, sequence, 20).CopyTo(buffer, 0);
            Assert.False(pair.Sender.TryProtect(buffer, 32, out var written));
            Assert.Equal(0, written);
        }
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Protect_HeaderWithSourcesAndExtension_StaysClear(int profileId)
    {
        using var pair = new Pair(profileId);
        byte[] clear = [0x92, 96, 0, 9, 0, 0, 0, 1, 0, 0, 0, 5, 1, 1, 1, 1, 2, 2, 2, 2, 0xBE, 0xDE, 0, 1, 0x10, 0xAA, 0, 0, 7, 7, 7];
        var (packet, length) = pair.Protect(clear);
        Assert.Equal(clear[..28], packet[..28]);
        Assert.NotEqual(clear[28..], packet[28..31]);
        Assert.Equal(UnprotectResult.Ok, pair.Receiver.Unprotect(packet.AsSpan(0, length), out var opened));
        Assert.Equal(clear, packet[..opened]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("406000010000000100000005AABBCCDD")]
    [InlineData("8F6000010000000100000005")]
    [InlineData("906000010000000100000005BEDEFFFF")]
    public void Unprotect_NotRtp_ReturnsMalformed(string hex)
    {
        using var pair = new Pair(7);
        Assert.Equal(UnprotectResult.Malformed, pair.Receiver.Unprotect(Convert.FromHexString(hex), out _));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void ProtectAndUnprotect_InTheSteadyState_AllocateNothing(int profileId)
    {
        using var pair = new Pair(profileId);
        var packet = new byte[1300];
        var clear = Packet(1, 0, 1_188);
        Run(0, 1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(1_000, 10_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 1_024, $"{allocated} bytes for 10,000 packets");

        void Run(int from, int count)
        {
            for (var i = from; i < from + count; i++)
            {
                clear.CopyTo(packet.AsSpan());
                BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)i);
                pair.Sender.TryProtect(packet, clear.Length, out var length);
                if (pair.Receiver.Unprotect(packet.AsSpan(0, length), out _) != UnprotectResult.Ok)
                {
                    throw new InvalidOperationException($"packet {i}");
                }
            }
        }
    }

    internal static byte[] Packet(uint ssrc, ushort sequence, int payloadLength)
    {
        var packet = new byte[12 + payloadLength];
        packet[0] = 0x80;
        packet[1] = 96;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        for (var i = 12; i < packet.Length; i++)
        {
            packet[i] = (byte)(i * sequence);
        }

        return packet;
    }

    private sealed class Pair(int profileId) : IDisposable
    {
        public SrtpContext Sender { get; } = Context(profileId);

        public SrtpContext Receiver { get; } = Context(profileId);

        public static SrtpContext Context(int profileId) => new(Key(profileId));

        public static SrtpMasterKey Key(int profileId)
        {
            var profile = SrtpProfile.Find(profileId)!;
            var bytes = Enumerable.Range(1, 40).Select(i => (byte)i).ToArray();
            return new SrtpMasterKey(profile, bytes.AsSpan(0, 16), bytes.AsSpan(16, profile.SaltLength));
        }

        public (byte[] Packet, int Length) Protect(byte[] clear)
        {
            var packet = new byte[clear.Length + 20];
            clear.CopyTo(packet, 0);
            Assert.True(Sender.TryProtect(packet, clear.Length, out var length));
            return (packet, length);
        }

        public void Dispose()
        {
            Sender.Dispose();
            Receiver.Dispose();
        }
    }
}
