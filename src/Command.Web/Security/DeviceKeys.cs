using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Command.Contracts.Recorders;
using Microsoft.Extensions.Options;

namespace Command.Web.Security;

/// <summary>Is this the key of that recorder? An answer is remembered for at most <see cref="SecurityOptions.SessionCache"/>, by a hash of the key.</summary>
internal sealed class DeviceKeys(IGrainFactory grains, IOptions<SecurityOptions> options, TimeProvider time)
{
    private const int Capacity = 20_000;
    private readonly ConcurrentDictionary<string, (bool IsGood, long AskedAt)> _answers = new(StringComparer.Ordinal);

    /// <summary>What is known without asking; null when that is nothing.</summary>
    public bool? Remembered(string recorderId, string key) =>
        _answers.TryGetValue(NameOf(recorderId, key), out var answer) && time.GetElapsedTime(answer.AskedAt) < options.Value.SessionCache
            ? answer.IsGood
            : null;

    /// <summary>Asks the recorder's grain. Throws what the cluster throws when it cannot be asked.</summary>
    public async Task<bool> VerifyAsync(string recorderId, string key, CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        var isGood = await grains.GetGrain<IBodyWornRecorderGrain>(recorderId).VerifyKeyAsync(key, cancellationToken);
        if (_answers.Count >= Capacity)
        {
            _answers.Clear();
        }
        _answers[NameOf(recorderId, key)] = (isGood, asked);
        return isGood;
    }

    /// <summary>What was known of this recorder's keys is asked again.</summary>
    public void Forget(string recorderId)
    {
        foreach (var name in _answers.Keys.Where(name => name.StartsWith(recorderId, StringComparison.Ordinal)))
        {
            _answers.TryRemove(name, out _);
        }
    }

    private static string NameOf(string recorderId, string key) =>
        recorderId + Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(key)));
}
