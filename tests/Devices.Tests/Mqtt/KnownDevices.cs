using Command.Devices.Mqtt;

namespace Command.Devices.Tests.Mqtt;

/// <summary>The devices of a test, with their keys.</summary>
internal sealed class KnownDevices : IDeviceAuthenticator
{
    public static readonly IReadOnlyDictionary<string, string> Keys = new Dictionary<string, string>
    {
        ["R1"] = "key-one",
        ["R2"] = "key-two",
        ["34020000001320000009"] = "key-gb",
    };

    private int _asked;

    public int Asked => _asked;

    public ValueTask<bool> IsDeviceAsync(string serial, string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return ValueTask.FromResult(Keys.TryGetValue(serial, out var right) && right == key);
    }
}
