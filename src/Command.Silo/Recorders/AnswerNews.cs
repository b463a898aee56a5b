namespace Command.Silo.Recorders;

/// <summary>The answer to an order.</summary>
[GenerateSerializer, Immutable, Alias("command.AnswerNews")]
internal sealed record AnswerNews(
    DateTimeOffset ReceivedAt,
    [property: Id(0)] string OrderId,
    [property: Id(1)] bool Succeeded,
    [property: Id(2)] string Detail
) : RecorderNews(ReceivedAt);
