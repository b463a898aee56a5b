namespace Command.Tools.Simulator.Clips;

/// <summary>Size, rate and bit rate of one of a camera's two streams.</summary>
/// <param name="Name">As in the path: main or sub.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="FramesPerSecond">Frames per second; divides 90,000.</param>
/// <param name="Kilobits">Target in kbit/s.</param>
internal sealed record ClipFormat(string Name, int Width, int Height, int FramesPerSecond, int Kilobits)
{
    public static readonly ClipFormat Main = new("main", 1280, 720, TimeStrip.MainRate, 2000);
    public static readonly ClipFormat Sub = new("sub", 640, 360, TimeStrip.SubRate, 400);

    /// <summary>Frames from one key frame to the next: two seconds.</summary>
    public int GroupLength => 2 * FramesPerSecond;

    /// <summary>Frames in a clip: one minute.</summary>
    public int Frames => 60 * FramesPerSecond;
}
