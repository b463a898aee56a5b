using System.Collections.Immutable;
using Command.Contracts.Signals;

namespace Command.Silo.Signals;

/// <summary>An answer that subjects have still to be told.</summary>
[GenerateSerializer, Immutable, Alias("command.SignalAnswer")]
internal sealed record SignalAnswer([property: Id(0)] Signal Signal, [property: Id(1)] ImmutableArray<SignalSubject> Subjects);
