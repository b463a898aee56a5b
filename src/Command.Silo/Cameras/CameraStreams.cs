using System.Collections.Immutable;
using Command.Contracts.Events;
using Command.Contracts.Streams;
using Command.Devices.Drivers;
using Command.Silo.Keys;
using Command.Silo.MediaNode;

namespace Command.Silo.Cameras;

/// <summary>The streams of one camera now: main, and sub where there is one.</summary>
internal sealed class CameraStreams(string cameraId)
{
    private StreamLink? _main;
    private StreamLink? _sub;

    /// <summary>Names of the streams, main first.</summary>
    public ImmutableArray<StreamPath> Names => [.. Parts.Select(Name)];

    private IEnumerable<string> Parts
    {
        get
        {
            if (_main is not null)
            {
                yield return CameraMapping.Main;
            }
            if (_sub is not null)
            {
                yield return CameraMapping.Sub;
            }
        }
    }

    public bool Has(string part) => Find(part) is not null;

    /// <summary>Forgets what was reported: the camera begins anew with the state it is stored with.</summary>
    public void Reset(CameraState state)
    {
        _main = StreamLink.Fresh(state.Link);
        _sub = state.Sub is null ? null : StreamLink.Fresh(state.Link);
    }

    /// <summary>False when the camera has no such stream.</summary>
    public bool Apply(DeviceReport report)
    {
        if (Find(report.Part) is not { } link)
        {
            return false;
        }
        if (report.Part == CameraMapping.Main)
        {
            _main = link.After(report);
        }
        else
        {
            _sub = link.After(report);
        }
        return true;
    }

    /// <summary>The camera as it is stored after a report; the same object when nothing on the record changes.</summary>
    public CameraState Reported(CameraState state, DeviceReport report)
    {
        var link = _main is { } main ? CameraTransitions.Combine(main.Link, _sub?.Link) : state.Link;
        var describes = !report.Tracks.IsDefaultOrEmpty;
        var notPlayable = describes && report.Part == CameraMapping.Main ? CameraMapping.NotPlayableOf(report.Tracks) : state.NotPlayable;
        var simulated = describes ? report.Simulated : state.Simulated;
        var same = !link.DiffersFrom(state.Link) && notPlayable == state.NotPlayable && simulated == state.Simulated;
        return same ? state : state with { Link = link, NotPlayable = notPlayable, Simulated = simulated };
    }

    /// <summary>What the consoles are told after a report.</summary>
    public ImmutableArray<WallEvent> Hints(CameraState state, bool deviceChanged, string part, DateTimeOffset at)
    {
        var hints = ImmutableArray.CreateBuilder<WallEvent>(2);
        if (deviceChanged)
        {
            hints.Add(new DeviceChanged(at, CameraMapping.ToSummary(cameraId, state)));
        }
        if (Find(part) is { } stream)
        {
            hints.Add(new StreamChanged(at, Name(part), stream.Link.State, stream.Link.Cause, stream.RetryAt, state.UnitId));
        }
        return hints.ToImmutable();
    }

    public ImmutableArray<StreamStatus> Status(DeviceRunner runner) =>
        [.. Parts.Select(part => Find(part)!.ToStatus(part, runner.FactsOf(Name(part))))]; // Parts names what Find finds

    /// <summary>How the streams are pulled; false when a secret could not be opened and was left out.</summary>
    public bool TryPlan(CameraState state, ISecretProtector secrets, out ImmutableArray<StreamPlan> plans)
    {
        var purpose = CameraDraftRules.Purpose(cameraId);
        DeviceCredential? credential = null;
        var complete = true;
        if (state.Credential is { } stored)
        {
            complete = secrets.TryUnprotect(stored.ProtectedPassword, purpose, out var password);
            credential = complete ? new DeviceCredential(stored.UserName, password ?? "") : null;
        }
        var result = ImmutableArray.CreateBuilder<StreamPlan>(2);
        foreach (var (part, address) in new[] { (CameraMapping.Main, state.Main), (CameraMapping.Sub, state.Sub) })
        {
            if (address is null)
            {
                continue;
            }
            if (CameraDraftRules.TryOpen(address, purpose, secrets, out var uri))
            {
                var alwaysOn = state.AlwaysOn && part == CameraMapping.Main;
                result.Add(new StreamPlan(Name(part), uri, credential, state.Transport.ToDriver(), alwaysOn));
            }
            else
            {
                complete = false;
            }
        }
        plans = result.ToImmutable();
        return complete;
    }

    private StreamPath Name(string part) => StreamPath.OfCamera(cameraId, part);

    private StreamLink? Find(string part) =>
        part switch
        {
            CameraMapping.Main => _main,
            CameraMapping.Sub => _sub,
            _ => null,
        };
}
