using System.Text;
using static Command.Tools.Simulator.Recorders.FleetTally;

namespace Command.Tools.Simulator.Recorders;

/// <summary>What a broken or a stolen recorder does: other devices' topics, wide subscriptions, payloads that are too large, no JSON, or told twice.</summary>
internal sealed class RecorderMischief(
    RecorderOptions options,
    RecorderCredential credential,
    RecorderDevice device,
    RecorderLink link,
    FleetTally tally
)
{
    private const int Oversize = 70_000;

    private string Own => $"v1/{options.Site}/bwc/{credential.Serial}";

    private string Other => $"v1/{options.Site}/bwc/{credential.Serial}-other";

    /// <summary>Does one wrong thing after the other until cancelled.</summary>
    public async Task RunAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            await Task.Delay(pause, TimeProvider.System, cancellationToken);
            if (!link.IsUp)
            {
                continue;
            }

            tally.Add(Count.Mischief);
            await DoAsync(i % 8, cancellationToken);
        }
    }

    private async Task DoAsync(int what, CancellationToken cancellationToken)
    {
        var fix = device.Position();
        var again = Encoding.UTF8.GetBytes(RecorderPayloads.Gnss(fix).ToJsonString());
        switch (what)
        {
            case 0:
                await link.PublishWrongAsync($"{Other}/up/telemetry/gnss", again, cancellationToken);
                break;
            case 1:
                await SubscribeAsync("#");
                break;
            case 2:
                await SubscribeAsync($"{Other}/dn/#");
                break;
            case 3:
                await link.PublishWrongAsync($"{Own}/up/telemetry/gnss", "{\"v\":1,\"lat\":"u8.ToArray(), cancellationToken);
                break;
            case 4:
                await link.PublishWrongAsync($"{Own}/up/event/key", new byte[Oversize], cancellationToken);
                break;
            case 5:
                await link.PublishWrongAsync($"{Own}/dn/cmd/reboot", "{}"u8.ToArray(), cancellationToken);
                break;
            case 6:
                await link.PublishWrongAsync($"{Own}/up/telemetry/gnss", "[1,\"two\",{\"lat\":91e300}]"u8.ToArray(), cancellationToken);
                break;
            default:
                await link.PublishWrongAsync($"{Own}/up/telemetry/gnss", again, cancellationToken); // the last position again, with its own number
                break;
        }

        async Task SubscribeAsync(string filter)
        {
            if (!await link.SubscribeWrongAsync(filter, cancellationToken))
            {
                tally.Add(Count.Refused);
            }
        }
    }
}
