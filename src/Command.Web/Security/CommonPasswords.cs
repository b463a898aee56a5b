using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Command.Web.Security;

/// <summary>
/// Passwords that everybody tries: words, names, keyboard walks and years in the ways people put them together, and, when an option names one, a file
/// of hashes of passwords that were found in breaches. Thread-safe.
/// </summary>
internal sealed class CommonPasswords(IOptions<SecurityOptions> options)
{
    private const int HashDigits = 40;

    private static readonly string[] Stems =
    [
        "password",
        "passw0rd",
        "p@ssword",
        "p@ssw0rd",
        "passwort",
        "welcome",
        "letmein",
        "iloveyou",
        "woaini",
        "admin",
        "administrator",
        "root",
        "system",
        "security",
        "audit",
        "auditor",
        "command",
        "test",
        "guest",
        "user",
        "default",
        "changeme",
        "secret",
        "master",
        "dragon",
        "monkey",
        "football",
        "baseball",
        "superman",
        "batman",
        "sunshine",
        "princess",
        "shadow",
        "michael",
        "charlie",
        "qwerty",
        "qwertyuiop",
        "asdfgh",
        "asdfghjkl",
        "zxcvbn",
        "zxcvbnm",
        "qazwsx",
        "qazwsxedc",
        "1qaz2wsx",
        "1q2w3e4r",
        "1q2w3e4r5t",
        "zaq12wsx",
        "qwer1234",
        "asdf1234",
        "abcd1234",
        "abc123",
        "a123456",
        "aa123456",
        "woaini1314",
        "5201314",
        "1314520",
        "520520",
        "888888",
        "666666",
        "000000",
        "111111",
        "112233",
        "123123",
        "123321",
        "123456",
        "1234567",
        "12345678",
        "123456789",
        "1234567890",
        "654321",
        "987654321",
        "0123456789",
        "fayuan",
        "sifaju",
        "gongzheng",
        "zhihui",
        "mima",
        "mimamima",
        "huawei",
        "hikvision",
        "dahua",
        "uniview",
        "court",
        "justice",
        "notary",
        "video",
        "camera",
        "china",
        "beijing",
        "shanghai",
        "nanjing",
        "hefei",
    ];

    private static readonly FrozenSet<string> Known = Make().ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Is it one of them?</summary>
    public bool Contains(string password) =>
        Known.Contains(password.ToLowerInvariant()) || IsMonotonous(password) || IsBreached(password, options.Value.BreachedPasswords);

    private static IEnumerable<string> Make()
    {
        string[] tails =
        [
            "",
            "!",
            "!!",
            "@",
            "#",
            ".",
            "1",
            "12",
            "123",
            "1234",
            "12345",
            "123456",
            "1234567",
            "12345678",
            "123456789",
            "1234567890",
            "!@#",
            "@123",
            "@1234",
            "#123",
            "123!",
            "1!",
            "888",
            "666",
            "000",
            "abc",
            "admin",
            "password",
            .. Enumerable.Range(1950, 90).Select(year => year.ToString(CultureInfo.InvariantCulture)),
            .. Enumerable.Range(1950, 90).Select(year => $"@{year}"),
        ];
        foreach (var stem in Stems)
        {
            yield return stem + stem;
            yield return new string([.. stem.Reverse()]);
            foreach (var tail in tails)
            {
                yield return stem + tail;
                yield return tail + stem;
            }
        }
    }

    // aaaaaaaaaaaa, abababababab, 123412341234, abcdefghijkl, 987654321098
    private static bool IsMonotonous(string password)
    {
        for (var period = 1; period <= 4; period++)
        {
            if (Enumerable.Range(period, Math.Max(0, password.Length - period)).All(at => password[at] == password[at - period]))
            {
                return true;
            }
        }
        var steps = password.Zip(password.Skip(1), (one, next) => next - one).ToList();
        return steps.TrueForAll(step => step is 1 or -9) || steps.TrueForAll(step => step is -1 or 9);
    }

    /// <summary>Looks a password up in a sorted text file of upper-case SHA-1 hashes, one a line, each perhaps followed by a colon and a count.</summary>
    private static bool IsBreached(string password, string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            return false;
        }
#pragma warning disable CA5350 // the list that everybody publishes is made of SHA-1; nothing is protected by it here
        var wanted = Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var (low, high) = (0L, file.Length);
        Span<byte> line = stackalloc byte[HashDigits];
        while (low < high)
        {
            var middle = (low + high) / 2;
            var start = LineStart(file, middle);
            file.Position = start;
            if (file.ReadAtLeast(line, HashDigits, throwOnEndOfStream: false) < HashDigits)
            {
                high = start;
                continue;
            }
            switch (string.CompareOrdinal(Encoding.ASCII.GetString(line).ToUpperInvariant(), wanted))
            {
                case 0:
                    return true;
                case < 0:
                    low = Math.Max(LineEnd(file, start), middle + 1);
                    break;
                default:
                    high = start;
                    break;
            }
        }
        return false;
    }

    private static long LineStart(FileStream file, long at)
    {
        while (at > 0)
        {
            file.Position = at - 1;
            if (file.ReadByte() == '\n')
            {
                break;
            }
            at--;
        }
        return at;
    }

    private static long LineEnd(FileStream file, long at)
    {
        file.Position = at;
        for (var read = file.ReadByte(); read is not ('\n' or -1); read = file.ReadByte()) { }
        return file.Position;
    }
}
