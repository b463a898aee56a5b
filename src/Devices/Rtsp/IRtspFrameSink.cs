using System.Buffers;

namespace Command.Devices.Rtsp;

/// <summary>Where interleaved data goes. Called on the connection's read loop, one call at a time; must not block.</summary>
internal interface IRtspFrameSink
{
    /// <summary>One frame; <paramref name="payload"/> is borrowed for the call.</summary>
    void OnFrame(byte channel, ReadOnlySequence<byte> payload);
}
