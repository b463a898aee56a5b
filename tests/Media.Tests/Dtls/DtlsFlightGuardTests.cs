using System.Buffers.Binary;
using Command.Media.Dtls;
using FsCheck.Xunit;

namespace Command.Media.Tests.Dtls;

public sealed class DtlsFlightGuardTests
{
    private static readonly byte[] ChangeCipherSpec = Record(20, 0, [1]);
    private static readonly byte[] Finished = Record(22, 1, new byte[40]);

    [Fact]
    public void Admit_WholeFlightInOneDatagram_PassesAll()
    {
        var guard = new DtlsFlightGuard();
        byte[] hello = Message(1, 0, 50, 0, 50);
        byte[] flight =
        [
            .. Message(11, 1, 300, 0, 300),
            .. Message(16, 2, 33, 0, 33),
            .. Message(15, 3, 70, 0, 70),
            .. ChangeCipherSpec,
            .. Finished,
        ];
        Assert.Equal(hello.Length, guard.Admit(hello));
        Assert.False(guard.IsOpen);
        Assert.Equal(flight.Length, guard.Admit(flight));
        Assert.True(guard.IsOpen);
    }

    [Fact]
    public void Admit_VerifyMissing_HoldsBackWhatFollowsUntilItCame()
    {
        var guard = new DtlsFlightGuard();
        guard.Admit(Message(1, 0, 50, 0, 50));
        byte[] first = [.. Message(11, 1, 300, 0, 300), .. Message(16, 2, 33, 0, 33)];
        byte[] withSpec = [.. first, .. ChangeCipherSpec, .. Finished];
        Assert.Equal(first.Length, guard.Admit(withSpec));
        Assert.Equal(0, guard.Admit(ChangeCipherSpec));
        Assert.Equal(0, guard.Admit(Finished));
        byte[] verify = Message(15, 3, 70, 0, 70);
        Assert.Equal(verify.Length, guard.Admit(verify));
        Assert.Equal(ChangeCipherSpec.Length, guard.Admit(ChangeCipherSpec));
        Assert.Equal(Finished.Length, guard.Admit(Finished));
    }

    [Fact]
    public void Admit_FragmentOfTheCertificateMissing_HoldsBack()
    {
        var guard = new DtlsFlightGuard();
        guard.Admit(Message(1, 0, 50, 0, 50));
        guard.Admit(Message(11, 1, 300, 0, 100));
        guard.Admit(Message(11, 1, 300, 200, 100));
        guard.Admit(Message(16, 2, 33, 0, 33));
        guard.Admit(Message(15, 3, 70, 0, 70));
        Assert.Equal(0, guard.Admit(ChangeCipherSpec));
        guard.Admit(Message(11, 1, 300, 90, 120));
        Assert.Equal(ChangeCipherSpec.Length, guard.Admit(ChangeCipherSpec));
    }

    [Property(MaxTest = 2_000)]
    public void Admit_AnyBytes_GivesALengthWithin(byte[] head, byte[] input)
    {
        var guard = new DtlsFlightGuard();
        guard.Admit([22, 254, 253, 0, 0, .. head]);
        Assert.InRange(guard.Admit(input), 0, input.Length);
    }

    private static byte[] Message(byte type, ushort sequence, int total, int from, int length)
    {
        var body = new byte[12 + length];
        body[0] = type;
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(2), (ushort)total); // low bytes of the 24-bit fields
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(4), sequence);
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(7), (ushort)from);
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(10), (ushort)length);
        return Record(22, 0, body);
    }

    private static byte[] Record(byte type, byte epoch, byte[] body)
    {
        byte[] record = [type, 254, 253, 0, epoch, 0, 0, 0, 0, 0, 0, 0, 0, .. body];
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(11), (ushort)body.Length);
        return record;
    }
}
