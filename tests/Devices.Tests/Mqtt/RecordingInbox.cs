using System.Collections.Concurrent;
using Command.Devices.Mqtt;

namespace Command.Devices.Tests.Mqtt;

/// <summary>Keeps what came, and takes it as the test says.</summary>
internal sealed class RecordingInbox : IBodyWornInbox
{
    private readonly ConcurrentQueue<(string Serial, BodyWornMessage Message)> _taken = new();

    /// <summary>Decides about each message before it counts as taken; may wait or throw.</summary>
    public Func<string, BodyWornMessage, CancellationToken, ValueTask<InboxVerdict>> Decide { get; set; } =
        static (_, _, _) => ValueTask.FromResult(InboxVerdict.Taken);

    public IReadOnlyCollection<(string Serial, BodyWornMessage Message)> Taken => _taken;

    public async ValueTask<InboxVerdict> ReceiveAsync(string serial, BodyWornMessage message, CancellationToken cancellationToken)
    {
        var verdict = await Decide(serial, message, cancellationToken);
        if (verdict == InboxVerdict.Taken)
        {
            _taken.Enqueue((serial, message));
        }
        return verdict;
    }

    /// <summary>Waits until a message of this kind from this device has been taken.</summary>
    public async Task<T> WaitForAsync<T>(string serial, Func<T, bool> matches, CancellationToken cancellationToken)
        where T : BodyWornMessage
    {
        var found = default(T);
        await Eventually.IsTrueAsync(
            () =>
            {
                found = _taken.Where(entry => entry.Serial == serial).Select(entry => entry.Message).OfType<T>().FirstOrDefault(matches);
                return found is not null;
            },
            cancellationToken,
            () => $"No such {typeof(T).Name} of {serial} came; there are: {string.Join("\n", _taken)}"
        );
        return found!; // or it would have thrown
    }
}
