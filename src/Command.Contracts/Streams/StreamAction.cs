namespace Command.Contracts.Streams;

/// <summary>What a stream grant allows.</summary>
[GenerateSerializer, Alias("command.StreamAction")]
public enum StreamAction
{
    /// <summary>To open one viewing (WHEP).</summary>
    Watch = 0,

    /// <summary>To open one publishing session (WHIP).</summary>
    Publish = 1,
}
