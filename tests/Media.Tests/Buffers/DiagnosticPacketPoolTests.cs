using Command.Media.Buffers;

namespace Command.Media.Tests.Buffers;

public sealed class DiagnosticPacketPoolTests
{
    [Fact]
    public void ThrowIfMisused_Leak_NamesTheRentingMethod()
    {
        using var diagnostics = new DiagnosticPacketPool();
        var buffer = diagnostics.Pool.Rent();
        var fault = Assert.Throws<InvalidOperationException>(diagnostics.ThrowIfMisused);
        Assert.Contains(nameof(ThrowIfMisused_Leak_NamesTheRentingMethod), fault.Message);
        buffer.Dispose();
        diagnostics.ThrowIfMisused();
    }

    [Fact]
    public void ThrowIfMisused_ReturnedTwice_Throws()
    {
        using var diagnostics = new DiagnosticPacketPool();
        var buffer = diagnostics.Pool.Rent();
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<InvalidOperationException>(diagnostics.ThrowIfMisused);
    }

    [Fact]
    public void Span_AfterReturn_ThrowsForEver()
    {
        using var diagnostics = new DiagnosticPacketPool();
        var buffer = diagnostics.Pool.Rent();
        buffer.Dispose();
        diagnostics.Pool.Rent().Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
        Assert.Throws<ObjectDisposedException>(buffer.Retain);
    }
}
