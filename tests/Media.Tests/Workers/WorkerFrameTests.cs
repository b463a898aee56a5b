using Command.Media.Workers;
using Command.TestKit;
using FsCheck.Xunit;

namespace Command.Media.Tests.Workers;

public sealed class WorkerFrameTests
{
    private const int Limit = 4096;

    [Property]
    public async Task<bool> ReadAsync_WhatWasWritten_ComesBackHoweverItIsCut(byte[] first, byte[] second, uint job, byte cut)
    {
        using var pipe = new MemoryStream();
        await new WorkerFrame(WorkerFrameKind.Job, job, first).WriteAsync(pipe, CancellationToken.None);
        await new WorkerFrame(WorkerFrameKind.Done, job, second).WriteAsync(pipe, CancellationToken.None);
        using var pieces = new PieceStream(pipe.ToArray(), 1 + cut);

        var a = await WorkerFrame.ReadAsync(pieces, Limit, CancellationToken.None);
        var b = await WorkerFrame.ReadAsync(pieces, Limit, CancellationToken.None);
        var end = await WorkerFrame.ReadAsync(pieces, Limit, CancellationToken.None);

        return a.Error == WorkerFrameError.None
            && (a.Frame.Kind, a.Frame.Job) == (WorkerFrameKind.Job, job)
            && a.Frame.Payload.Span.SequenceEqual(first)
            && b.Frame.Kind == WorkerFrameKind.Done
            && b.Frame.Payload.Span.SequenceEqual(second)
            && end.Error == WorkerFrameError.Closed;
    }

    [Property(MaxTest = 1000)]
    public async Task<bool> ReadAsync_AnyBytes_GivesAVerdict(byte[] input) => await IsVerdictAsync(input);

    [Theory, MemberData(nameof(CrashCorpus.Rows), "worker-frame", MemberType = typeof(CrashCorpus))]
    public async Task ReadAsync_Corpus_GivesAVerdict(string name) =>
        Assert.True(await IsVerdictAsync(CrashCorpus.Read("worker-frame", name)));

    [Fact]
    public async Task ReadAsync_CutInside_IsTruncated()
    {
        using var pipe = new MemoryStream();
        await new WorkerFrame(WorkerFrameKind.Job, 1, new byte[10]).WriteAsync(pipe, TestContext.Current.CancellationToken);
        var whole = pipe.ToArray();
        for (var length = 1; length < whole.Length; length++)
        {
            using var cut = new MemoryStream(whole, 0, length);
            Assert.Equal(
                WorkerFrameError.Truncated,
                (await WorkerFrame.ReadAsync(cut, Limit, TestContext.Current.CancellationToken)).Error
            );
        }
    }

    [Theory]
    [InlineData((uint)Limit, WorkerFrameError.None)]
    [InlineData((uint)Limit + 1, WorkerFrameError.TooLarge)]
    [InlineData(uint.MaxValue, WorkerFrameError.TooLarge)]
    public void TryReadHeader_AnnouncedLength_IsCapped(uint length, object expected)
    {
        var header = new byte[WorkerFrame.HeaderLength];
        WorkerFrame.WriteHeader(header, WorkerFrameKind.Job, 7, unchecked((int)length));

        Assert.Equal((WorkerFrameError)expected, WorkerFrame.TryReadHeader(header, Limit, out _, out _, out _));
    }

    /// <summary>The verdict agrees with what the bytes are, and nothing is thrown.</summary>
    private static async Task<bool> IsVerdictAsync(byte[] input)
    {
        using var pipe = new MemoryStream(input);
        var (error, frame) = await WorkerFrame.ReadAsync(pipe, Limit, CancellationToken.None);
        return error == WorkerFrameError.None
            ? frame.Payload.Length <= Limit && input.Length >= WorkerFrame.HeaderLength + frame.Payload.Length
            : frame.Payload.IsEmpty && (error == WorkerFrameError.Closed) == (input.Length == 0);
    }

    /// <summary>A pipe that hands out at most a few bytes at a time.</summary>
    private sealed class PieceStream(byte[] content, int piece) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer.Length > piece ? buffer[..piece] : buffer, cancellationToken);
    }
}
