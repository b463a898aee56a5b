namespace Command.Media.Ffmpeg;

/// <summary>Whether pictures can be decoded on this machine, and if not, what to do about it.</summary>
/// <param name="State">The verdict.</param>
/// <param name="Library">File name of the library the verdict is about; null when all are well or none was looked for.</param>
/// <param name="Message">One sentence for a person: the versions found, or what is missing and how to get it.</param>
public sealed record FfmpegAvailability(FfmpegState State, string? Library, string Message)
{
    /// <summary>True when decoding and encoding work.</summary>
    public bool IsAvailable => State == FfmpegState.Available;
}
