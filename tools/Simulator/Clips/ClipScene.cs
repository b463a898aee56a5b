namespace Command.Tools.Simulator.Clips;

/// <summary>What a camera looks at.</summary>
/// <param name="Name">Part of the cached file's name.</param>
/// <param name="Source">An ffmpeg filter source of 1280x720 at 25 frames per second.</param>
/// <param name="Caption">Burned into the picture.</param>
internal sealed record ClipScene(string Name, string Source, string Caption)
{
    /// <summary>What a body-worn recorder sees: it sways with its wearer's steps.</summary>
    public const int Field = 6;

    /// <summary>Different places of cameras; cameras beyond them look at the same again.</summary>
    public const int Count = 6;

    /// <summary>Debian's opencv-doc: pedestrians on a campus road seen from above.</summary>
    private const string Pedestrians = "/usr/share/doc/opencv-doc/examples/data/vtest.avi";

    /// <summary>The scene of a place, 0 to <see cref="Field"/>.</summary>
    public static ClipScene Of(int place)
    {
        var (name, source) = SourceOf(place);
        return new ClipScene(name, source, place == Field ? "SIM BWC" : $"CAM {place + 1}");
    }

    private static (string Name, string Source) SourceOf(int place) =>
        place switch
        {
            // The noise stands for a sensor's: without it a still pattern costs nothing and measures nothing.
            0 when File.Exists(Pedestrians) => ("pedestrians", $"movie={Pedestrians},fps=25,scale=1280:960,crop=1280:720"),
            0 => ("testsrc2", "testsrc2=s=1280x720:r=25,noise=alls=6:allf=t"),
            1 => ("mandelbrot", "mandelbrot=s=640x360:r=25,scale=1280:720"),
            2 => ("bars", "smptehdbars=s=1280x720:r=25,noise=alls=8:allf=t"),
            3 => (
                "life",
                "life=s=320x180:r=25:mold=10:ratio=0.1:seed=7:death_color=#C83232:life_color=#40D060,scale=1280:720:flags=neighbor"
            ),
            4 => ("gradients", "gradients=s=640x360:r=25:speed=0.02:seed=11,scale=1280:720,noise=alls=8:allf=t"),
            5 => ("cellauto", "cellauto=s=160x90:r=10:rule=110:seed=3,fps=25,scale=1280:720:flags=neighbor"),
            Field => (
                "walk",
                "gradients=s=704x396:r=25:speed=0.015:seed=29:nb_colors=6,scale=1408:792,noise=alls=7:allf=t,"
                    + "crop=1280:720:64+40*sin(2*PI*t/1.1):36+20*sin(2*PI*t/0.55)"
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(place), place, "There are seven places."),
        };
}
