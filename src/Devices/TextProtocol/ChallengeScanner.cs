using System.Text;

namespace Command.Devices.TextProtocol;

/// <summary>
/// Walks "Scheme name=value, name="quoted", Scheme2 …" (RFC 7235 §2.1). A word that is not followed by an equals sign starts a scheme.
/// </summary>
internal struct ChallengeScanner(string text)
{
    private int _position;

    /// <summary>Reads the next scheme with its parameters, names compared without case; false at the end.</summary>
    public bool TryReadChallenge(out string scheme, out Dictionary<string, string> parameters)
    {
        parameters = new(StringComparer.OrdinalIgnoreCase);
        SkipSeparators();
        scheme = ReadToken();
        if (scheme.Length == 0)
        {
            return false;
        }

        while (true)
        {
            SkipSeparators();
            var before = _position;
            var name = ReadToken();
            SkipBlanks();
            if (name.Length == 0 || _position >= text.Length || text[_position] != '=')
            {
                _position = name.Length == 0 ? _position : before; // the word is the next scheme
                if (name.Length == 0 && _position < text.Length)
                {
                    _position++; // a character that fits nowhere
                    continue;
                }

                return true;
            }

            _position++;
            SkipBlanks();
            parameters.TryAdd(name, ReadValue());
        }
    }

    private string ReadValue()
    {
        if (_position >= text.Length || text[_position] != '"')
        {
            var start = _position;
            while (_position < text.Length && text[_position] is not (',' or ' ' or '\t'))
            {
                _position++;
            }

            return text[start.._position];
        }

        _position++;
        var value = new StringBuilder();
        while (_position < text.Length && text[_position] != '"')
        {
            if (text[_position] == '\\' && _position + 1 < text.Length)
            {
                _position++;
            }

            value.Append(text[_position++]);
        }

        _position = Math.Min(_position + 1, text.Length); // the closing quote may be missing
        return value.ToString();
    }

    private string ReadToken()
    {
        var start = _position;
        while (_position < text.Length && text[_position] is not (',' or ' ' or '\t' or '=' or '"'))
        {
            _position++;
        }

        return text[start.._position];
    }

    private void SkipSeparators()
    {
        while (_position < text.Length && text[_position] is ',' or ' ' or '\t')
        {
            _position++;
        }
    }

    private void SkipBlanks()
    {
        while (_position < text.Length && text[_position] is ' ' or '\t')
        {
            _position++;
        }
    }
}
