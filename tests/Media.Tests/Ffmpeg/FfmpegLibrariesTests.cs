using Command.Media.Ffmpeg;

namespace Command.Media.Tests.Ffmpeg;

public sealed class FfmpegLibrariesTests
{
    [Fact]
    public void Probe_WithDebiansFfmpeg_SaysVersions()
    {
        var availability = FfmpegLibraries.Probe();

        Assert.Equal(FfmpegState.Available, availability.State);
        Assert.True(availability.IsAvailable);
        Assert.Contains("libavcodec 59.", availability.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Probe_EmptyFolder_NamesLibraryFolderAndRemedy()
    {
        var folder = Directory.CreateTempSubdirectory("no-ffmpeg-").FullName;
        try
        {
            var availability = FfmpegLibraries.Probe(folder);

            Assert.Equal(FfmpegState.LibraryMissing, availability.State);
            Assert.False(availability.IsAvailable);
            Assert.Equal("libavutil.so.57", availability.Library);
            Assert.Contains(folder, availability.Message, StringComparison.Ordinal);
            Assert.Contains("apt-get install ffmpeg", availability.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Fact]
    public void Probe_FileThatIsNoLibrary_IsAVerdict()
    {
        var folder = Directory.CreateTempSubdirectory("broken-ffmpeg-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "libavutil.so.57"), "not an ELF file");

            Assert.Equal(FfmpegState.LibraryMissing, FfmpegLibraries.Probe(folder).State);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void JudgeVersion_OtherMajor_IsRefusedWithBothVersions()
    {
        var refusal = FfmpegLibraries.JudgeVersion("libavcodec.so.59", 59, (60u << 16) | (3 << 8) | 100);

        Assert.NotNull(refusal);
        Assert.Equal(FfmpegState.WrongMajor, refusal.State);
        Assert.Contains("60.3.100", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("major 59", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void JudgeVersion_SameMajor_IsFine() => Assert.Null(FfmpegLibraries.JudgeVersion("libavutil.so.57", 57, (57u << 16) | 1));
}
