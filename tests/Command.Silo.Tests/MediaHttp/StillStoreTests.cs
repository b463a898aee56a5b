using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Media.Codecs;
using Command.Media.Hub;
using Command.Silo.MediaHttp;
using Command.Silo.MediaNode;
using Command.Silo.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.MediaHttp;

public sealed class StillStoreTests : NounTestsBase
{
    private static readonly TrackFormat Opus = new(MediaKind.Audio, CodecKind.Opus, 48_000, 2, 111, "opus");

    [Theory]
    [InlineData(CodecKind.Vp8, "still-unsupported-codec")]
    [InlineData(CodecKind.Opus, "no-video")]
    public async Task GetAsync_StreamWithoutPicturesThatWeDecode_SaysSoAtOnce(CodecKind codec, string reason)
    {
        var stream = StreamPath.OfRecorder(Ulid.New(Time));
        var formats = codec == CodecKind.Opus ? [Opus] : new[] { Device.Format with { Codec = codec, Name = "VP8" }, Opus };
        Silo.Services.GetRequiredService<DeviceRunner>().Accept(stream);
        using var publisher = Silo.Services.GetRequiredService<MediaHub>().Open(stream.Value, formats, Device);

        var still = await Silo.Services.GetRequiredService<StillStore>().GetAsync(stream, 640, Cancellation);

        Assert.Equal((RefusalCode.Unavailable, reason), (still.Refusal!.Code, still.Refusal.Reason));
    }
}
