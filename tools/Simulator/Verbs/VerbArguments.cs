using System.Globalization;

namespace Command.Tools.Simulator.Verbs;

/// <summary>The options behind a verb: <c>--name value</c> pairs. Each must be asked for before <see cref="RefuseUnknown"/>.</summary>
internal sealed class VerbArguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public VerbArguments(ReadOnlySpan<string> args)
    {
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length)
            {
                throw new VerbException($"{args[i]} is not an option with a value.");
            }

            _values[args[i][2..]] = args[i + 1];
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
