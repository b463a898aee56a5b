using System.Security.Cryptography;
using Command.Contracts.Common;
using Command.Silo.Storage;

namespace Command.Silo.Keys;

/// <summary>
/// The key that signs short-lived media grants: made once for the site by whichever node is first, never changed, the same on every node.
/// Thread-safe.
/// </summary>
internal sealed class MediaGrantKey(IAggregateStore store, KeyVault vault)
{
    public const string Kind = "media-grant-key";

    private const int Length = 32;
    private const string Purpose = Kind;

    private static readonly AggregateKey Key = new(Kind, "site");
    private static readonly AggregateSchema<MediaGrantState> Schema = new(KeyJsonContext.Default.MediaGrantState);

    private volatile byte[]? _key;

    /// <summary>The 32 bytes; callers must not change them.</summary>
    /// <exception cref="MasterKeyException">The key was wrapped by another master key.</exception>
    public async ValueTask<byte[]> GetAsync(CancellationToken cancellationToken) => _key ??= await LoadAsync(cancellationToken);

    private async Task<byte[]> LoadAsync(CancellationToken cancellationToken)
    {
        var session = new AggregateSession<MediaGrantState>(store, Key, Schema);
        await session.LoadAsync(cancellationToken);
        if (session.State is null)
        {
            // Losing the race to another node loads that node's key.
            var made = new MediaGrantState(vault.Wrap(RandomNumberGenerator.GetBytes(Length), Purpose));
            var context = CommandContext.System(Guid.NewGuid().ToString("n"));
            var changes = new AggregateChanges { Events = [new EventDraft("media-grant-key.created", context)] };
            await session.SaveAsync(made, changes, cancellationToken);
        }

        var state = session.State ?? throw new StorageException("The media-grant key could not be made.");
        return vault.Unwrap(state.Wrapped, Purpose);
    }
}
