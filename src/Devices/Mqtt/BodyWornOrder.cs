namespace Command.Devices.Mqtt;

/// <summary>An order to a recorder.</summary>
/// <param name="Id">Correlation id, at most 64 characters.</param>
/// <param name="Name">For example stream.start; last level of the topic.</param>
/// <param name="Arguments">JSON object.</param>
/// <param name="ExpiresAt">Not to be obeyed after this.</param>
public sealed record BodyWornOrder(string Id, string Name, string Arguments, DateTimeOffset ExpiresAt);
