namespace Command.Contracts.Authority;

/// <summary>How far a right of a role reaches, seen from where the role is held.</summary>
[GenerateSerializer, Alias("command.RightReach")]
public enum RightReach
{
    /// <summary>The unit the role is held in and all below it, and its device groups; the whole site when it is held without unit and group.</summary>
    Unit = 0,

    /// <summary>The unit the role is held in, without those below it.</summary>
    OwnUnit = 1,

    /// <summary>Only the device groups the role is held on.</summary>
    Group = 2,

    /// <summary>Devices that the holder has in hand, for example the recorder worn.</summary>
    OwnDevice = 3,

    /// <summary>Cases the holder belongs to.</summary>
    OwnCase = 4,

    /// <summary>The whole site, wherever the role is held.</summary>
    Site = 5,
}
