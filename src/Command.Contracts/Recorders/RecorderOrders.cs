using System.Collections.Immutable;

namespace Command.Contracts.Recorders;

/// <summary>Orders, newest first.</summary>
[GenerateSerializer, Immutable, Alias("command.RecorderOrders")]
public sealed record RecorderOrders([property: Id(0)] ImmutableArray<RecorderCommand> Orders);
