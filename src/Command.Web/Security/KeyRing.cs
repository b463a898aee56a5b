using System.Xml.Linq;
using Command.Contracts.Keys;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Command.Web.Security;

/// <summary>
/// Data Protection's keys, from <see cref="IKeyRingGrain"/>. <see cref="IXmlRepository"/> is synchronous, so the ring is loaded before the
/// host starts serving and refreshed in the background; Data Protection itself never makes a key.
/// </summary>
internal sealed class KeyRing(IGrainFactory grains, TimeProvider time) : IXmlRepository
{
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromDays(90);

    /// <summary>Other nodes read the ring at least once a day: a new key must be known everywhere before it is used.</summary>
    private static readonly TimeSpan Announcement = TimeSpan.FromDays(2);

    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(14);

    private IReadOnlyCollection<XElement> _elements = [];
    private XElement? _made;

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => Volatile.Read(ref _elements);

    /// <summary>Called by Data Protection inside <see cref="LoadAsync"/> alone, since it makes no keys by itself.</summary>
    public void StoreElement(XElement element, string friendlyName) => _made = element;

    /// <summary>Reads the ring and makes the next key when it is due; nodes that race for it agree on one, the first stored.</summary>
    public async Task LoadAsync(IKeyManager keys, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IKeyRingGrain>("site");
        await ReadAsync(grain, cancellationToken);
        var now = time.GetUtcNow();
        var present = keys.GetAllKeys().Where(key => !key.IsRevoked && key.ExpirationDate > now + RenewBefore).ToList();
        if (present.Count > 0)
        {
            return;
        }
        var usable = keys.GetAllKeys().Any(key => !key.IsRevoked && key.ActivationDate <= now && key.ExpirationDate > now);
        var activation = usable ? now + Announcement : now;
        var name = $"key-{GetAllElements().Count + 1}";
        keys.CreateNewKey(activation, activation + KeyLifetime);
        if (Interlocked.Exchange(ref _made, null) is { } made)
        {
            await grain.StoreAsync(name, made.ToString(SaveOptions.DisableFormatting), cancellationToken);
        }
        await ReadAsync(grain, cancellationToken);
    }

    private async Task ReadAsync(IKeyRingGrain grain, CancellationToken cancellationToken)
    {
        var entries = await grain.ReadAsync(cancellationToken);
        Volatile.Write(ref _elements, [.. entries.Select(XElement.Parse)]);
    }
}
