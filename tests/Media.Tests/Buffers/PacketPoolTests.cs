using Command.Media.Buffers;

namespace Command.Media.Tests.Buffers;

public sealed class PacketPoolTests
{
    [Theory]
    [InlineData(1, 384)]
    [InlineData(384, 384)]
    [InlineData(385, 768)]
    [InlineData(1200, 1280)]
    [InlineData(1500, 1536)]
    [InlineData(1537, 65536)]
    [InlineData(65536, 65536)]
    public void Rent_Length_GivesTheNextSize(int length, int capacity)
    {
        using var pool = new PacketPool();
        using var buffer = pool.Rent(length);
        Assert.Equal(capacity, buffer.Capacity);
        Assert.Equal(0, buffer.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65537)]
    public void Rent_ImpossibleLength_Throws(int length)
    {
        using var pool = new PacketPool();
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(length));
    }

    [Fact]
    public void Dispose_LastReference_LetsTheBufferBeUsedAgain()
    {
        using var pool = new PacketPool();
        var buffer = pool.Rent();
        buffer.Retain();
        buffer.Dispose();
        Assert.Equal(1, pool.Outstanding);
        buffer.Dispose();
        Assert.Equal(0, pool.Outstanding);
        Assert.False(buffer.TryRetain());
        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
        using var again = pool.Rent();
        Assert.Same(buffer, again);
    }

    [Fact]
    public void Dispose_TooOften_IsCountedAndDoesNoHarm()
    {
        using var pool = new PacketPool();
        var buffer = pool.Rent();
        buffer.Dispose();
        buffer.Dispose();
        Assert.Equal(1, pool.OverReturned);
        using var first = pool.Rent();
        using var second = pool.Rent();
        Assert.NotSame(first, second);
    }

    [Fact]
    public void Rent_SteadyState_AllocatesNothing()
    {
        using var pool = new PacketPool();
        pool.Rent().Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            pool.Rent().Dispose();
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Retain_FromManyThreads_ReturnsExactlyOnce()
    {
        using var pool = new PacketPool();
        for (var round = 0; round < 200; round++)
        {
            var buffer = pool.Rent();
            var workers = Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(() =>
                    {
                        for (var i = 0; i < 100 && buffer.TryRetain(); i++)
                        {
                            buffer.Dispose();
                        }
                    })
                )
                .ToArray();
            buffer.Dispose();
            await Task.WhenAll(workers);
            Assert.False(buffer.TryRetain());
        }
        Assert.Equal(0, pool.Outstanding);
        Assert.Equal(0, pool.OverReturned);
    }
}
