namespace Command.Silo.MediaHttp;

/// <summary>Marks connections that came in through the media door; nothing else may reach its paths.</summary>
internal interface IMediaDoorFeature;
