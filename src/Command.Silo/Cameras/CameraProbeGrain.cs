using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Devices.Drivers;
using Command.Silo.Authority;
using Command.Silo.MediaNode;
using Command.Silo.Storage;
using Orleans.Concurrency;

namespace Command.Silo.Cameras;

/// <summary>Tries addresses; bounded, so that a probe of a whole network cannot be made of it.</summary>
[StatelessWorker(MaxPerSilo), GrainType("camera-probe")]
internal sealed class CameraProbeGrain(DriverRegistry drivers, IAuthority authority, IAggregateStore store, TimeProvider time)
    : Grain,
        ICameraProbeGrain
{
    private const int MaxPerSilo = 8;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public async Task<CommandResult<ProbeReport>> ProbeAsync(
        CommandContext context,
        string address,
        CredentialDraft? credential,
        TransportPreference transport,
        CancellationToken cancellationToken
    )
    {
        var decision = await authority.DecideAsync(context, CameraRights.Manage, AccessScope.Anywhere(CameraGrain.Kind), cancellationToken);
        if (decision.Refusal is { } refusal)
        {
            return refusal;
        }
        var invalid =
            CameraDraftRules.CheckAddress("address", address)
            ?? CameraDraftRules.CheckCredential(credential)
            ?? CameraDraftRules.CheckTransport(transport);
        if (invalid is not null)
        {
            return invalid;
        }
        if (!DeviceUri.TryParse(address, out var uri, out var inAddress) || !drivers.TryFind(uri.Scheme, out var driver))
        {
            return Refusal.InvalidField("address", "address-scheme", "No driver of this server speaks the scheme of the address.");
        }
        var account = credential is { UserName.Length: > 0 } ? new DeviceCredential(credential.UserName, credential.Password) : inAddress;
        var report = await ProbeAsync(driver, uri, account, cancellationToken);
        var probed = new EventDraft("camera.probed", context) { Cause = report.Cause.Code, After = uri.ToString() };
        await store.AppendAsync(new AggregateKey("camera-probe", uri.Host), [probed], cancellationToken);
        return report;
    }

    private async Task<ProbeReport> ProbeAsync(
        IDeviceDriver driver,
        DeviceUri uri,
        DeviceCredential? account,
        CancellationToken cancellationToken
    )
    {
        using var timeout = new CancellationTokenSource(Limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var result = await driver.ProbeAsync(uri, account, stop.Token);
            return new ProbeReport(
                result.Succeeded,
                new StateCause(DeviceReports.Kebab(result.Cause), result.Detail),
                DeviceReports.Tracks(result.Tracks, result.Playability),
                result.Simulated
            );
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProbeReport(false, new StateCause("timeout", $"{uri} did not answer within 10 s."), [], false);
        }
    }
}
