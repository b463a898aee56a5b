namespace Command.Media.Ffmpeg;

/// <summary>What the look for the FFmpeg libraries found.</summary>
public enum FfmpegState
{
    /// <summary>Every library is there with the major version that this build knows.</summary>
    Available,

    /// <summary>The structure layouts are known for 64-bit Linux only.</summary>
    UnsupportedSystem,

    /// <summary>A library could not be opened.</summary>
    LibraryMissing,

    /// <summary>A library has another major version, so its structures may be laid out differently.</summary>
    WrongMajor,

    /// <summary>A library lacks a function that its version should have.</summary>
    FunctionMissing,
}
