namespace Command.Silo.Storage;

/// <summary>Asks for deadlines due at <paramref name="NowUs"/> that nobody holds, to be held until <paramref name="LeaseUntilUs"/>.</summary>
internal sealed record DeadlineClaim(long NowUs, long LeaseUntilUs, int Limit);
