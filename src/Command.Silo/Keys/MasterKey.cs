using System.Security.Cryptography;
using Command.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace Command.Silo.Keys;

/// <summary>
/// The one key outside the database. Everything secret inside the database is sealed by keys derived from it (HKDF-SHA256, one per use), so a
/// copy of the database alone tells nothing. Thread-safe.
/// </summary>
internal sealed partial class MasterKey
{
    /// <summary>Configuration key of a base-64 master key; wins over the file.</summary>
    public const string Variable = "COMMAND_MASTER_KEY";

    /// <summary>Bytes of a master key.</summary>
    public const int Length = 32;

    /// <summary>Bytes of <see cref="Id"/>.</summary>
    public const int IdLength = 8;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly byte[] _key;
    private readonly byte[] _id;

    public MasterKey(ReadOnlySpan<byte> key, string origin)
    {
        if (key.Length != Length)
        {
            throw new MasterKeyException($"The master key from {origin} has {key.Length} bytes; it must have {Length}.");
        }

        _key = key.ToArray();
        _id = Derive("master key id", IdLength);
        Origin = origin;
    }

    /// <summary>Where the key came from, for messages.</summary>
    public string Origin { get; }

    /// <summary>Names the key without telling anything about it.</summary>
    public ReadOnlySpan<byte> Id => _id;

    /// <summary>A key for one use.</summary>
    public byte[] Derive(string use, int length = Length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, length, info: System.Text.Encoding.UTF8.GetBytes($"command/{use}"));

    /// <summary>Takes the configured key, or reads <c>keys/master</c> in the data directory, or makes that file.</summary>
    public static MasterKey Load(string? configured, string dataDirectory, ILogger logger)
    {
        if (!string.IsNullOrWhiteSpace(configured))
        {
            return new MasterKey(Decode(configured, Variable), Variable);
        }

        var path = Path.GetFullPath(Path.Combine(dataDirectory, "keys", "master"));
        if (!File.Exists(path))
        {
            Create(path);
            Log.Created(logger, path);
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) | OwnerOnly) != OwnerOnly)
        {
            File.SetUnixFileMode(path, OwnerOnly);
            Log.Tightened(logger, path);
        }

        return new MasterKey(Decode(File.ReadAllText(path), path), path);
    }

    private static void Create(string path)
    {
        var directory = Path.GetDirectoryName(path) ?? ".";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Options = FileOptions.WriteThrough,
        };
        OwnDirectory.Make(directory);
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        // Whole or not at all: a half-written key would lock everything for ever. Of two starters the first one's file stays.
        var draft = $"{path}.{Environment.ProcessId}";
        using (var writer = new StreamWriter(draft, options))
        {
            writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }

    private static byte[] Decode(string text, string origin)
    {
        try
        {
            return Convert.FromBase64String(text.Trim());
        }
        catch (FormatException e)
        {
            throw new MasterKeyException($"The master key from {origin} is not base 64; make one with: openssl rand -base64 {Length}", e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "MasterKeyCreated",
            Level = LogLevel.Warning,
            Message = "A new master key was made: {Path}. Keep a copy apart from the database; without it no stored secret can be read"
        )]
        public static partial void Created(ILogger logger, string path);

        [LoggerMessage(
            EventName = "MasterKeyTightened",
            Level = LogLevel.Warning,
            Message = "{Path} was readable by others; its mode is 0600 now"
        )]
        public static partial void Tightened(ILogger logger, string path);
    }
}
