namespace Command.Silo.MediaHttp;

internal sealed class MediaDoorFeature : IMediaDoorFeature
{
    public static readonly MediaDoorFeature Instance = new();

    private MediaDoorFeature() { }
}
