using System.Collections.Immutable;
using System.Text;
using Command.Contracts.Common;
using Command.Contracts.Keys;
using Command.Silo.Storage;

namespace Command.Silo.Keys;

/// <summary>The ring of the site; entries are stored wrapped and leave the silo only towards web nodes of the cluster.</summary>
[GrainType(Kind)]
internal sealed class KeyRingGrain(IAggregateStore store, KeyVault vault) : Grain, IKeyRingGrain
{
    public const string Kind = "key-ring";

    // Data Protection adds one key in 90 days; an entry is about 1 KiB of XML.
    private const int MaximumEntries = 4096;
    private const int MaximumXml = 65536;

    internal static readonly AggregateSchema<KeyRingState> Schema = new(KeyJsonContext.Default.KeyRingState);

    private AggregateSession<KeyRingState>? _session;

    private AggregateSession<KeyRingState> Session => _session ?? throw new InvalidOperationException("The grain is not active.");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _session = new AggregateSession<KeyRingState>(store, new AggregateKey(Kind, this.GetPrimaryKeyString()), Schema);
        await _session.LoadAsync(cancellationToken);
    }

    public Task<ImmutableArray<string>> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Open(vault, Session.State));

    public async Task StoreAsync(string friendlyName, string xml, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(xml.Length, MaximumXml);
        SaveResult result;
        do
        {
            var entries = Session.State?.Entries ?? [];
            if (entries.Any(entry => entry.Name == friendlyName))
            {
                return;
            }

            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(entries.Length, MaximumEntries);
            var added = new KeyRingEntry(friendlyName, vault.Wrap(Encoding.UTF8.GetBytes(xml), Purpose(friendlyName)));
            var context = CommandContext.System(Guid.NewGuid().ToString("n"));
            var changes = new AggregateChanges { Events = [new EventDraft("key-ring.added", context) { Cause = friendlyName }] };
            result = await Session.SaveAsync(new KeyRingState(entries.Add(added)), changes, cancellationToken);
        } while (result is SaveResult.VersionConflict);
    }

    /// <exception cref="MasterKeyException">The ring was wrapped by another master key.</exception>
    internal static ImmutableArray<string> Open(KeyVault vault, KeyRingState? state) =>
        [.. (state?.Entries ?? []).Select(entry => Encoding.UTF8.GetString(vault.Unwrap(entry.Wrapped, Purpose(entry.Name))))];

    private static string Purpose(string friendlyName) => $"{Kind}/{friendlyName}";
}
