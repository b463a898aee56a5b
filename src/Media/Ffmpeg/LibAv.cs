using System.Runtime.InteropServices;

namespace Command.Media.Ffmpeg;

/// <summary>
/// The functions of libav* that this server calls, bound by name at load. Function pointers instead of imports: the folder
/// of the libraries is an option, and a missing function is a verdict at start instead of an exception at the first picture.
/// Structures are only ever allocated by the libraries and read through <see cref="LibAvLayout"/>.
/// The functions are thread-safe as long as one context stays on one thread at a time.
/// </summary>
internal sealed unsafe class LibAv
{
    public readonly delegate* unmanaged[Cdecl]<nint> FrameAlloc;
    public readonly delegate* unmanaged[Cdecl]<nint*, void> FrameFree;
    public readonly delegate* unmanaged[Cdecl]<nint, void> FrameUnref;
    public readonly delegate* unmanaged[Cdecl]<nint, int, int> FrameGetBuffer;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, int, int> OptionSet;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*, long, int, int> OptionSetInteger;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*, long, int, int> OptionSetRational;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*, int, int, int, int> OptionSetImageSize;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*, int, int, int> OptionSetPixelFormat;

    public readonly delegate* unmanaged[Cdecl]<int, nint> FindDecoder;
    public readonly delegate* unmanaged[Cdecl]<int, nint> FindEncoder;
    public readonly delegate* unmanaged[Cdecl]<nint, nint> ContextAlloc;
    public readonly delegate* unmanaged[Cdecl]<nint*, void> ContextFree;
    public readonly delegate* unmanaged[Cdecl]<nint, nint, nint*, int> ContextOpen;
    public readonly delegate* unmanaged[Cdecl]<nint, nint, int> SendPacket;
    public readonly delegate* unmanaged[Cdecl]<nint, nint, int> ReceiveFrame;
    public readonly delegate* unmanaged[Cdecl]<nint, nint, int> SendFrame;
    public readonly delegate* unmanaged[Cdecl]<nint, nint, int> ReceivePacket;
    public readonly delegate* unmanaged[Cdecl]<nint> PacketAlloc;
    public readonly delegate* unmanaged[Cdecl]<nint*, void> PacketFree;
    public readonly delegate* unmanaged[Cdecl]<nint, void> PacketUnref;
    public readonly delegate* unmanaged[Cdecl]<nint, int, int> PacketNew;

    public readonly delegate* unmanaged[Cdecl]<int, int, int, int, int, int, int, nint, nint, nint, nint> ScaleOpen;
    public readonly delegate* unmanaged[Cdecl]<nint, byte**, int*, int, int, byte**, int*, int> ScaleRun;
    public readonly delegate* unmanaged[Cdecl]<nint, void> ScaleClose;
    public readonly delegate* unmanaged[Cdecl]<int, nint> ScaleCoefficients;
    public readonly delegate* unmanaged[Cdecl]<nint, nint, int, nint, int, int, int, int, int> ScaleSetColors;

    /// <summary>Binds the functions. Throws <see cref="EntryPointNotFoundException"/> when one is missing.</summary>
    public LibAv(nint util, nint codec, nint scale)
    {
        FrameAlloc = (delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(util, "av_frame_alloc");
        FrameFree = (delegate* unmanaged[Cdecl]<nint*, void>)NativeLibrary.GetExport(util, "av_frame_free");
        FrameUnref = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(util, "av_frame_unref");
        FrameGetBuffer = (delegate* unmanaged[Cdecl]<nint, int, int>)NativeLibrary.GetExport(util, "av_frame_get_buffer");
        OptionSet = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, int, int>)NativeLibrary.GetExport(util, "av_opt_set");
        OptionSetInteger = (delegate* unmanaged[Cdecl]<nint, byte*, long, int, int>)NativeLibrary.GetExport(util, "av_opt_set_int");
        // AVRational by value is two ints in one register: numerator in the low half.
        OptionSetRational = (delegate* unmanaged[Cdecl]<nint, byte*, long, int, int>)NativeLibrary.GetExport(util, "av_opt_set_q");
        OptionSetImageSize = (delegate* unmanaged[Cdecl]<nint, byte*, int, int, int, int>)
            NativeLibrary.GetExport(util, "av_opt_set_image_size");
        OptionSetPixelFormat = (delegate* unmanaged[Cdecl]<nint, byte*, int, int, int>)
            NativeLibrary.GetExport(util, "av_opt_set_pixel_fmt");

        FindDecoder = (delegate* unmanaged[Cdecl]<int, nint>)NativeLibrary.GetExport(codec, "avcodec_find_decoder");
        FindEncoder = (delegate* unmanaged[Cdecl]<int, nint>)NativeLibrary.GetExport(codec, "avcodec_find_encoder");
        ContextAlloc = (delegate* unmanaged[Cdecl]<nint, nint>)NativeLibrary.GetExport(codec, "avcodec_alloc_context3");
        ContextFree = (delegate* unmanaged[Cdecl]<nint*, void>)NativeLibrary.GetExport(codec, "avcodec_free_context");
        ContextOpen = (delegate* unmanaged[Cdecl]<nint, nint, nint*, int>)NativeLibrary.GetExport(codec, "avcodec_open2");
        SendPacket = (delegate* unmanaged[Cdecl]<nint, nint, int>)NativeLibrary.GetExport(codec, "avcodec_send_packet");
        ReceiveFrame = (delegate* unmanaged[Cdecl]<nint, nint, int>)NativeLibrary.GetExport(codec, "avcodec_receive_frame");
        SendFrame = (delegate* unmanaged[Cdecl]<nint, nint, int>)NativeLibrary.GetExport(codec, "avcodec_send_frame");
        ReceivePacket = (delegate* unmanaged[Cdecl]<nint, nint, int>)NativeLibrary.GetExport(codec, "avcodec_receive_packet");
        PacketAlloc = (delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(codec, "av_packet_alloc");
        PacketFree = (delegate* unmanaged[Cdecl]<nint*, void>)NativeLibrary.GetExport(codec, "av_packet_free");
        PacketUnref = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(codec, "av_packet_unref");
        PacketNew = (delegate* unmanaged[Cdecl]<nint, int, int>)NativeLibrary.GetExport(codec, "av_new_packet");

        ScaleOpen = (delegate* unmanaged[Cdecl]<int, int, int, int, int, int, int, nint, nint, nint, nint>)
            NativeLibrary.GetExport(scale, "sws_getContext");
        ScaleRun = (delegate* unmanaged[Cdecl]<nint, byte**, int*, int, int, byte**, int*, int>)NativeLibrary.GetExport(scale, "sws_scale");
        ScaleClose = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(scale, "sws_freeContext");
        ScaleCoefficients = (delegate* unmanaged[Cdecl]<int, nint>)NativeLibrary.GetExport(scale, "sws_getCoefficients");
        ScaleSetColors = (delegate* unmanaged[Cdecl]<nint, nint, int, nint, int, int, int, int, int>)
            NativeLibrary.GetExport(scale, "sws_setColorspaceDetails");

        ((delegate* unmanaged[Cdecl]<int, void>)NativeLibrary.GetExport(util, "av_log_set_level"))(LibAvLayout.LogFatal);
    }

    /// <summary>Reads a 32-bit field of a native structure.</summary>
    public static int ReadInt(nint structure, int offset) => *(int*)(structure + offset);

    /// <summary>Writes a 32-bit field of a native structure.</summary>
    public static void WriteInt(nint structure, int offset, int value) => *(int*)(structure + offset) = value;

    /// <summary>Sets an option by name; the name is a UTF-8 literal, which the compiler ends with a zero.</summary>
    public bool SetOption(nint context, ReadOnlySpan<byte> name, long value)
    {
        fixed (byte* nameAt = name)
        {
            return OptionSetInteger(context, nameAt, value, 0) >= 0;
        }
    }

    /// <summary>Sets an option by name from text; both are UTF-8 literals, which the compiler ends with a zero.</summary>
    public bool SetOption(nint context, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        fixed (
            byte* nameAt = name,
                valueAt = value
        )
        {
            return OptionSet(context, nameAt, valueAt, 0) >= 0;
        }
    }
}
