using System.Collections.Immutable;

namespace Command.Silo.Accounts;

/// <summary>That a site was given its administrators, as stored: it happens once.</summary>
/// <param name="Administrators">Ids of the accounts system, security and audit.</param>
/// <param name="Disabled">Accounts of an older program that were switched off by it.</param>
internal sealed record BootstrapState(ImmutableArray<string> Administrators, ImmutableArray<string> Disabled);
