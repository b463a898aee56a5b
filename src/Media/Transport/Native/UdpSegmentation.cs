using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Command.Media.Transport.Native;

/// <summary>Sends the runs of a batch by sendmmsg with UDP_SEGMENT (Linux 4.18 and later): one system call, the kernel cuts.</summary>
internal static unsafe class UdpSegmentation
{
    /// <summary>What became of the first run that was not sent.</summary>
    public enum Result
    {
        /// <summary>All runs left.</summary>
        Sent,

        /// <summary>The socket's buffer is full.</summary>
        BufferFull,

        /// <summary>The kernel refused this run.</summary>
        RunRefused,

        /// <summary>No segmentation on this kernel, or on the device that leads there.</summary>
        Unsupported,
    }

    /// <summary>True where it can be tried.</summary>
    public static bool IsSupported => LinuxSocketApi.IsAvailable;

    /// <summary>Sends runs from <paramref name="firstRun"/> on without waiting.</summary>
    /// <param name="socket">Unconnected UDP socket.</param>
    /// <param name="batch">Borrowed for the call.</param>
    /// <param name="firstRun">Index of the first run to send.</param>
    /// <param name="destination">Address for all.</param>
    /// <param name="sentRuns">Runs that left, from <paramref name="firstRun"/> on.</param>
    public static Result Send(SafeSocketHandle socket, PacketBatch batch, int firstRun, SocketAddress destination, out int sentRuns)
    {
        var runs = batch.Runs[firstRun..];
        var messages = stackalloc LinuxSocketApi.MessageSlot[PacketBatch.MaxRuns];
        var buffers = stackalloc LinuxSocketApi.BufferSlot[PacketBatch.MaxRuns];
        var controls = stackalloc LinuxSocketApi.SegmentControl[PacketBatch.MaxRuns];
        fixed (byte* bytes = batch.Bytes)
        fixed (byte* name = destination.Buffer.Span)
        {
            for (var i = 0; i < runs.Length; i++)
            {
                buffers[i] = new() { Base = bytes + runs[i].Offset, Length = (nuint)runs[i].Length };
                messages[i] = new()
                {
                    Header = new()
                    {
                        Name = name,
                        NameLength = (uint)destination.Size,
                        Buffers = buffers + i,
                        BufferCount = 1,
                    },
                };
                if (runs[i].SegmentCount > 1)
                {
                    controls[i] = new()
                    {
                        Length = LinuxSocketApi.SegmentControl.UsedLength,
                        Level = LinuxSocketApi.SolUdp,
                        Type = LinuxSocketApi.UdpSegment,
                        SegmentLength = (ushort)runs[i].SegmentLength,
                    };
                    messages[i].Header.Control = (byte*)(controls + i);
                    messages[i].Header.ControlLength = (nuint)sizeof(LinuxSocketApi.SegmentControl);
                }
            }

            sentRuns = 0;
            while (sentRuns < runs.Length)
            {
                var left = (uint)(runs.Length - sentRuns);
                var sent = LinuxSocketApi.SendMany(socket, messages + sentRuns, left, LinuxSocketApi.MsgDontWait);
                if (sent >= 0)
                {
                    sentRuns += sent;
                    continue;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case LinuxSocketApi.Interrupted:
                        continue;
                    case LinuxSocketApi.TryAgain:
                    case LinuxSocketApi.NoBufferSpace:
                        return Result.BufferFull;
                    case LinuxSocketApi.IoError: // a device without checksum offload
                    case LinuxSocketApi.NoProtocolOption:
                    case LinuxSocketApi.NotSupported:
                        return Result.Unsupported;
                    default:
                        return Result.RunRefused;
                }
            }
        }

        return Result.Sent;
    }
}
