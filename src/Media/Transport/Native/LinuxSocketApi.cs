using System.Runtime.InteropServices;

namespace Command.Media.Transport.Native;

/// <summary>
/// The three libc calls that .NET's sockets do not offer, and their structures as 64-bit Linux lays them out
/// (glibc and musl agree on little-endian machines). The reason for native calls here: one system call per batch.
/// </summary>
internal static unsafe partial class LinuxSocketApi
{
    public const int SolUdp = 17;
    public const int UdpSegment = 103;
    public const int MsgDontWait = 0x40;
    public const int MsgWaitForOne = 0x10000;
    public const int MsgTruncated = 0x20;
    public const int SolSocket = 1;
    public const int SoReceiveTimeout = 20;
    public const int Interrupted = 4;
    public const int IoError = 5;
    public const int TryAgain = 11;
    public const int NoBufferSpace = 105;
    public const int NoProtocolOption = 92;
    public const int NotSupported = 95;

    /// <summary>True where the layouts below hold.</summary>
    public static bool IsAvailable { get; } =
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMany(SafeHandle socket, MessageSlot* messages, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMany(SafeHandle socket, MessageSlot* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(SafeHandle socket, int level, int option, void* value, uint length);

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct BufferSlot
    {
        public byte* Base;
        public nuint Length;
    }

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public byte* Name;
        public uint NameLength;
        public BufferSlot* Buffers;
        public nuint BufferCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct mmsghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageSlot
    {
        public MessageHeader Header;
        public uint Length;
    }

    /// <summary>struct cmsghdr with the 16-bit segment size behind it, padded as CMSG_SPACE(2) asks.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct SegmentControl
    {
        /// <summary>CMSG_LEN(sizeof(uint16_t)).</summary>
        public const int UsedLength = 18;

        public nuint Length;
        public int Level;
        public int Type;
        public ushort SegmentLength;
        private readonly ushort _padding1;
        private readonly uint _padding2;
    }
}
