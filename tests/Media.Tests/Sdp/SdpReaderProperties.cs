using System.Text;
using Command.Media.Sdp;
using Command.TestKit;
using FsCheck.Xunit;

namespace Command.Media.Tests.Sdp;

public sealed class SdpReaderProperties
{
    private static readonly string[] Pieces =
    [
        "v=0\n",
        "o=- 1 2 IN IP4 h\n",
        "s=x\n",
        "m=video 0 RTP/AVP 96 97\r\n",
        "m=audio 9 UDP/TLS/RTP/SAVPF 0\n",
        "a=rtpmap:96 H264/90000/2\n",
        "a=fmtp:97 apt=96; x\n",
        "a=rtcp-fb:* nack pli\n",
        "a=extmap:3/sendonly urn:x y z\n",
        "a=candidate:1 1 udp 5 h 6 typ host a b\n",
        "a=ssrc:5 cname:a:b\n",
        "a=ssrc-group:FID 1 2\n",
        "a=simulcast:send a;b recv ~c\n",
        "a=rid:a send pt=1\n",
        "a=group:BUNDLE 0 1\n",
        "a=msid:- t\n",
        "a=fingerprint:sha-256 AA:BB\n",
        "a=setup:passive\n",
        "a=sendonly\n",
        "a=framerate:0.000000001\n",
        "a=framerate:29.97\n",
        "b=AS:3\n",
        "c=IN IP4 1.2.3.4/5\n",
        "a=control:rtsp://h/x?y=z\n",
        "a=:\n",
        "a= \n",
        "=\n",
        "a=mid:\u00a0x\n",
        "a=rtpmap:128 x/1\n",
        "a=ice-options:a  b\n",
    ];

    [Theory, MemberData(nameof(CrashCorpus.Rows), "sdp", MemberType = typeof(CrashCorpus))]
    public void TryRead_OldCrasher_GivesAVerdict(string file) => AssertStable(CrashCorpus.Read("sdp", file));

    [Property(MaxTest = 2_000)]
    public void TryRead_AnyBytes_GivesAVerdict(byte[] input) => AssertStable(input);

    [Property(MaxTest = 2_000)]
    public void TryRead_AnyMixOfLines_WritesWhatItReads(byte[] picks, byte[] noise)
    {
        var text = new StringBuilder();
        for (var i = 0; i < picks.Length; i++)
        {
            var piece = Pieces[picks[i] % Pieces.Length];
            text.Append(i < noise.Length && noise[i] % 5 == 0 ? piece.Insert(noise[i] % piece.Length, ((char)noise[i]).ToString()) : piece);
        }

        AssertStable(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>Any input gets a verdict, and what is read can be written and read again without change.</summary>
    private static void AssertStable(byte[] input)
    {
        if (SdpReader.TryRead(input, out var sdp) != SdpParseError.None)
        {
            Assert.Empty(sdp.Media);
            return;
        }

        var written = SdpWriter.Write(sdp);
        Assert.Equal(SdpParseError.None, SdpReader.TryRead(written, out var again));
        Assert.Equal(written, SdpWriter.Write(again));
        Assert.Equal(sdp.Media.Length, again.Media.Length);
    }
}
