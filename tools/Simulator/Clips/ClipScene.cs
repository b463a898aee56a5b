namespace Command.Tools.Simulator.Clips;

/// <summary>What a camera looks at.</summary>
/// <param name="Name">Part of the cached file's name.</param>
/// <param name="Source">An ffmpeg filter source of 1280x720 at 25 frames per second.</param>
internal sealed record ClipScene(string Name, string Source)
{
    /// <summary>Different places; cameras beyond them look at the same again.</summary>
    public const int Count = 6;

    /// <summary>Debian's opencv-doc: pedestrians on a campus road seen from above.</summary>
    private const string Pedestrians = "/usr/share/doc/opencv-doc/examples/data/vtest.avi";

    /// <summary>The scene of a place, 0 to <see cref="Count"/> − 1.</summary>
    public static ClipScene Of(int place) =>
        place switch
        {
            // The noise stands for a sensor's: without it a still pattern costs nothing and measures nothing.
            0 when File.Exists(Pedestrians) => new("pedestrians", $"movie={Pedestrians},fps=25,scale=1280:960,crop=1280:720"),
            0 => new("testsrc2", "testsrc2=s=1280x720:r=25,noise=alls=6:allf=t"),
            1 => new("mandelbrot", "mandelbrot=s=640x360:r=25,scale=1280:720"),
            2 => new("bars", "smptehdbars=s=1280x720:r=25,noise=alls=8:allf=t"),
            3 => new(
                "life",
                "life=s=320x180:r=25:mold=10:ratio=0.1:seed=7:death_color=#C83232:life_color=#40D060,scale=1280:720:flags=neighbor"
            ),
            4 => new("gradients", "gradients=s=640x360:r=25:speed=0.02:seed=11,scale=1280:720,noise=alls=8:allf=t"),
            5 => new("cellauto", "cellauto=s=160x90:r=10:rule=110:seed=3,fps=25,scale=1280:720:flags=neighbor"),
            _ => throw new ArgumentOutOfRangeException(nameof(place), place, "There are six places."),
        };
}
