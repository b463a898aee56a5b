using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Command.Tools.Fuzz;

/// <summary>One target for a while: mutated seeds in, exceptions out. The same seed number makes the same inputs.</summary>
internal sealed class FuzzRun(string name, Action<byte[]> target, string corpus, string save)
{
    private const int MaxDistinctCrashes = 20;

    /// <summary>Runs until the time is over; returns how many distinct crashes were saved.</summary>
    public int Run(TimeSpan duration, int seed)
    {
        var seeds = Directory.Exists(corpus)
            ? Directory.GetFiles(corpus).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList()
            : [];
        if (seeds.Count == 0)
        {
            seeds.Add([]);
        }
        var random = new Random(seed);
        var places = new HashSet<string>(StringComparer.Ordinal);
        var clock = Stopwatch.StartNew();
        long inputs = 0;
        while (clock.Elapsed < duration && places.Count < MaxDistinctCrashes)
        {
            var input = Mutate(seeds, random);
            inputs++;
            try
            {
                target(input);
            }
            catch (Exception e)
            {
                if (places.Add(PlaceOf(e)))
                {
                    Save(input, e);
                }
            }
        }
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{name}: {inputs} inputs from {seeds.Count} seeds, {places.Count} crashes")
        );
        return places.Count;
    }

    private void Save(byte[] input, Exception e)
    {
        Directory.CreateDirectory(save);
        var file = Path.Combine(save, $"found-{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}");
        File.WriteAllBytes(file, input);
        Console.Error.WriteLine($"{name}: {e.GetType().Name}: {e.Message} at {PlaceOf(e)}; saved {file}");
    }

    private static string PlaceOf(Exception e) => $"{e.GetType().Name} {e.StackTrace?.Split('\n')[0].Trim()}";

    private static byte[] Mutate(List<byte[]> seeds, Random random)
    {
        var bytes = new List<byte>(seeds[random.Next(seeds.Count)]);
        for (var changes = random.Next(1, 8); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(7))
            {
                case 0 when bytes.Count > 0:
                    bytes[at % bytes.Count] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when bytes.Count > 0:
                    bytes[at % bytes.Count] = Interesting(random);
                    break;
                case 2:
                    bytes.Insert(at, Interesting(random));
                    break;
                case 3 when bytes.Count > 0:
                    var length = Math.Min(random.Next(1, 16), bytes.Count - (at % bytes.Count));
                    bytes.RemoveRange(at % bytes.Count, length);
                    break;
                case 4:
                    var other = seeds[random.Next(seeds.Count)];
                    bytes.InsertRange(at, other.AsSpan(0, random.Next(other.Length + 1)));
                    break;
                case 5 when bytes.Count > 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    var noise = new byte[random.Next(1, 32)];
                    random.NextBytes(noise);
                    bytes.InsertRange(at, noise);
                    break;
            }
            if (bytes.Count > 70_000)
            {
                bytes.RemoveRange(70_000, bytes.Count - 70_000);
            }
        }
        return [.. bytes];
    }

    private static byte Interesting(Random random) =>
        random.Next(6) switch
        {
            0 => 0,
            1 => 0xFF,
            2 => 0x80,
            3 => 0x7F,
            4 => (byte)"\r\n:;=,/$ \""[random.Next(10)],
            _ => (byte)random.Next(256),
        };
}
