using Command.Contracts.Streams;
using Command.Silo.MediaNode;
using Orleans.Runtime.Placement;

namespace Command.Silo.Streams;

/// <summary>Asks the device's grain where its streams are; that grain is activated when it is not active.</summary>
internal sealed class StreamAffinityDirector(IGrainFactory grains, DeviceKinds kinds) : IPlacementDirector
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var compatible = context.GetCompatibleSilos(target);
        if (
            target.GrainIdentity.Key.ToString() is { } key
            && SessionKey.TryParseGrainKey(key, out var session)
            && kinds.IsDevice(session.Stream.Kind)
        )
        {
            using var patience = new CancellationTokenSource(Patience);
            var where = await DeviceGrains.Find(grains, session.Stream).WhereAsync(patience.Token);
            var silo = SiloAddress.FromParsableString(where);
            if (compatible.Contains(silo))
            {
                return silo;
            }
        }
        return compatible.Contains(context.LocalSilo) ? context.LocalSilo : compatible[0];
    }
}
