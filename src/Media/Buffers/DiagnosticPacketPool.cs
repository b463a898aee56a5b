using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Command.Media.Buffers;

/// <summary>
/// A packet pool for tests: never uses a buffer twice, so that use after return throws and poisoned bytes show, and names the stack that
/// rented each buffer that leaked or was returned too often.
/// </summary>
public sealed class DiagnosticPacketPool : IPacketPoolObserver, IDisposable
{
    private readonly ConcurrentDictionary<PacketBuffer, StackTrace> _rented = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentQueue<string> _overReturns = new();

    /// <summary>Makes the pool.</summary>
    public DiagnosticPacketPool()
    {
        Pool = new PacketPool(this);
    }

    /// <summary>The pool to hand to the code under test.</summary>
    public PacketPool Pool { get; }

    /// <summary>Fails when a buffer is still out or was returned too often.</summary>
    /// <exception cref="InvalidOperationException">Names every leak with the stack that rented it.</exception>
    public void ThrowIfMisused()
    {
        if (_rented.IsEmpty && _overReturns.IsEmpty)
        {
            return;
        }
        var report = new StringBuilder();
        foreach (var (buffer, stack) in _rented)
        {
            report.AppendLine(CultureInfo.InvariantCulture, $"Leaked: {buffer.Length} bytes rented").AppendLine(stack.ToString());
        }
        foreach (var fault in _overReturns)
        {
            report.AppendLine("Returned too often at").AppendLine(fault);
        }
        throw new InvalidOperationException($"{_rented.Count} buffers leaked, {_overReturns.Count} returned too often.\n{report}");
    }

    /// <inheritdoc/>
    public void Dispose() => Pool.Dispose();

    // No frame is left out: the compiler may have inlined the pool's own, and the caller's would be gone with them.
    void IPacketPoolObserver.OnRented(PacketBuffer buffer) => _rented[buffer] = new StackTrace(fNeedFileInfo: false);

    bool IPacketPoolObserver.OnReturned(PacketBuffer buffer)
    {
        _rented.TryRemove(buffer, out _);
        buffer.Poison();
        return false;
    }

    void IPacketPoolObserver.OnOverReturned(PacketBuffer buffer) => _overReturns.Enqueue(new StackTrace(fNeedFileInfo: false).ToString());
}
