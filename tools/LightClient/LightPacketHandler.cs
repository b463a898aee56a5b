namespace Command.Tools.LightClient;

/// <summary>Called for each packet, on the client's receive loop.</summary>
public delegate void LightPacketHandler(in LightPacket packet);
