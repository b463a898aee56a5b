using Command.Media.Buffers;

namespace Command.TestKit;

/// <summary>A diagnostic packet pool for one test: disposing it fails the test when a buffer leaked or was returned too often.</summary>
public sealed class PacketPoolFixture : IDisposable
{
    private readonly DiagnosticPacketPool _diagnostics = new();

    /// <summary>The pool to hand to the code under test.</summary>
    public PacketPool Pool => _diagnostics.Pool;

    /// <summary>Fails when the pool was misused.</summary>
    public void Dispose()
    {
        _diagnostics.ThrowIfMisused();
        _diagnostics.Dispose();
    }
}
