namespace Command.Media.Sdp;

/// <summary>Why a text is not a session description. <see cref="None"/> means that it was read.</summary>
public enum SdpParseError
{
    /// <summary>The description was read.</summary>
    None,

    /// <summary>There is no text.</summary>
    Empty,

    /// <summary>The text is longer than <see cref="SdpReader.MaxLength"/> bytes.</summary>
    TooLong,

    /// <summary>One line is longer than <see cref="SdpReader.MaxLineLength"/> bytes.</summary>
    LineTooLong,

    /// <summary>There are more than <see cref="SdpReader.MaxLines"/> lines.</summary>
    TooManyLines,

    /// <summary>There are more than <see cref="SdpReader.MaxMedia"/> m= sections.</summary>
    TooManyMedia,

    /// <summary>An m= line lacks its kind, port or protocol: every later section would get the wrong index.</summary>
    BadMediaLine,

    /// <summary>Neither a v= line nor an m= section was found: this is some other text.</summary>
    NotSdp,
}
