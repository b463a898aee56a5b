namespace Command.Media.Codecs;

/// <summary>What a track carries.</summary>
public enum MediaKind
{
    /// <summary>Pictures.</summary>
    Video,

    /// <summary>Sound.</summary>
    Audio,
}
