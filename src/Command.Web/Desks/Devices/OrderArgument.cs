namespace Command.Web.Desks.Devices;

/// <summary>What an order needs to be told beside its name.</summary>
internal enum OrderArgument
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>On or off.</summary>
    Switch,

    /// <summary>A line of text.</summary>
    Text,

    /// <summary>A number of seconds.</summary>
    Seconds,
}
