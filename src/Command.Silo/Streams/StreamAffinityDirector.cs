using Command.Contracts.Cameras;
using Command.Contracts.Streams;
using Orleans.Runtime.Placement;

namespace Command.Silo.Streams;

/// <summary>Asks the device's grain where its streams are; that grain is activated when it is not active.</summary>
internal sealed class StreamAffinityDirector(IGrainFactory grains) : IPlacementDirector
{
    public async Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var compatible = context.GetCompatibleSilos(target);
        if (
            target.GrainIdentity.Key.ToString() is { } key
            && SessionKey.TryParseGrainKey(key, out var session)
            && session.Stream.Kind == "camera"
        )
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            var where = await grains.GetGrain<ICameraGrain>(session.Stream.DeviceId).WhereAsync(patience.Token);
            var silo = SiloAddress.FromParsableString(where);
            if (compatible.Contains(silo))
            {
                return silo;
            }
        }
        return compatible.Contains(context.LocalSilo) ? context.LocalSilo : compatible[0];
    }
}
