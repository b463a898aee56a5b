using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Command.Media.Transport.Native;

/// <summary>Receives up to 32 datagrams per system call by recvmmsg into memory that never moves.</summary>
internal sealed unsafe class LinuxBatchReceiver : IDatagramReceiver
{
    private const int Slots = 32;
    private const int SlotLength = 2048;
    private const int NameLength = 32;
    private const int WaitMicroseconds = 200_000;
    private readonly SafeSocketHandle _socket;
    private readonly LinuxSocketApi.MessageSlot* _messages;
    private readonly LinuxSocketApi.BufferSlot* _buffers;
    private readonly byte* _bytes;
    private readonly byte* _names;
    private bool _disposed;

    /// <summary>Borrows the socket, which must be in blocking mode, and gives it a receive timeout.</summary>
    public LinuxBatchReceiver(Socket socket)
    {
        _socket = socket.SafeHandle;
        var timeout = stackalloc long[2] { 0, WaitMicroseconds };
        _ = LinuxSocketApi.SetOption(_socket, LinuxSocketApi.SolSocket, LinuxSocketApi.SoReceiveTimeout, timeout, 2 * sizeof(long));
        _messages = (LinuxSocketApi.MessageSlot*)NativeMemory.AllocZeroed(Slots, (nuint)sizeof(LinuxSocketApi.MessageSlot));
        _buffers = (LinuxSocketApi.BufferSlot*)NativeMemory.AllocZeroed(Slots, (nuint)sizeof(LinuxSocketApi.BufferSlot));
        _bytes = (byte*)NativeMemory.AllocZeroed(Slots, SlotLength);
        _names = (byte*)NativeMemory.AllocZeroed(Slots, NameLength);
        for (var i = 0; i < Slots; i++)
        {
            _buffers[i] = new() { Base = _bytes + (i * SlotLength), Length = SlotLength };
            _messages[i].Header = new()
            {
                Name = _names + (i * NameLength),
                Buffers = _buffers + i,
                BufferCount = 1,
            };
        }
    }

    /// <summary>Frees the memory of a receiver nobody disposed.</summary>
    ~LinuxBatchReceiver() => Free();

    /// <inheritdoc/>
    public int Receive()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        for (var i = 0; i < Slots; i++)
        {
            _messages[i].Header.NameLength = NameLength;
        }

        return Math.Max(0, LinuxSocketApi.ReceiveMany(_socket, _messages, Slots, LinuxSocketApi.MsgWaitForOne, null));
    }

    /// <inheritdoc/>
    public Span<byte> Datagram(int index)
    {
        var isCut = (_messages[index].Header.Flags & LinuxSocketApi.MsgTruncated) != 0;
        return isCut ? [] : new Span<byte>(_bytes + (index * SlotLength), (int)_messages[index].Length);
    }

    /// <inheritdoc/>
    public void CopySource(int index, SocketAddress destination)
    {
        var length = (int)Math.Min(_messages[index].Header.NameLength, (uint)destination.Buffer.Length);
        new ReadOnlySpan<byte>(_names + (index * NameLength), length).CopyTo(destination.Buffer.Span);
        destination.Size = length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (!_disposed)
        {
            _disposed = true;
            NativeMemory.Free(_messages);
            NativeMemory.Free(_buffers);
            NativeMemory.Free(_bytes);
            NativeMemory.Free(_names);
        }
    }
}
