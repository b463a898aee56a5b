using System.Globalization;

namespace Command.Tools.Simulator.Verbs;

/// <summary>The options behind a verb: <c>--name value</c>, or <c>--name</c> alone for "true". Each must be asked for before <see cref="RefuseUnknown"/>.</summary>
internal sealed class VerbArguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public VerbArguments(ReadOnlySpan<string> args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                throw new VerbException($"{args[i]} is not an option.");
            }

            var isAlone = i + 1 == args.Length || args[i + 1].StartsWith("--", StringComparison.Ordinal);
            _values[args[i][2..]] = isAlone ? "true" : args[++i];
        }
    }

    public string? Text(string name)
    {
        _ = _known.Add(name);
        return _values.GetValueOrDefault(name);
    }

    public int Number(string name, int otherwise, int least, int most)
    {
        var text = Text(name);
        if (text is null)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new VerbException($"--{name} is {text}; it must be a number between {least} and {most}.");
    }

    public TimeSpan? Seconds(string name, double least, double most)
    {
        var text = Text(name);
        if (text is null)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? TimeSpan.FromSeconds(value)
            : throw new VerbException($"--{name} is {text}; it must be a number of seconds between {least} and {most}.");
    }

    public bool Flag(string name, bool otherwise) =>
        Text(name) switch
        {
            null => otherwise,
            "true" => true,
            "false" => false,
            var text => throw new VerbException($"--{name} is {text}; it must be true or false."),
        };

    public void RefuseUnknown()
    {
        if (_values.Keys.FirstOrDefault(name => !_known.Contains(name)) is { } unknown)
        {
            throw new VerbException($"--{unknown} is not known here.");
        }
    }
}
