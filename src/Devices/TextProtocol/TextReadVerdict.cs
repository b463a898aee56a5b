namespace Command.Devices.TextProtocol;

/// <summary>What <see cref="TextMessageReader"/> found at the start of the bytes.</summary>
public enum TextReadVerdict
{
    /// <summary>More bytes are needed.</summary>
    NeedMore,

    /// <summary>A whole message was taken.</summary>
    Message,

    /// <summary>Start line and headers exceed <see cref="TextMessageReader.MaxHeadLength"/> bytes.</summary>
    HeadTooLong,

    /// <summary>There are more than <see cref="TextMessageReader.MaxHeaders"/> header lines.</summary>
    TooManyHeaders,

    /// <summary>Content-Length is not a number.</summary>
    BadContentLength,

    /// <summary>The body exceeds <see cref="TextMessageReader.MaxBodyLength"/> bytes.</summary>
    BodyTooLong,
}
