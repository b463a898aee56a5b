using System.Diagnostics;
using System.Text;

namespace Command.TestKit.Peers;

/// <summary>A program nobody here wrote, run beside a test. Disposing ends it and what it started.</summary>
public sealed class PeerProcess : IAsyncDisposable
{
    private const int MaxKeptText = 64 * 1024;

    private readonly Process _process;
    private readonly StringBuilder _text = new();
    private readonly TaskCompletionSource<string> _found = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? _awaitedPrefix;

    private PeerProcess(Process process, string? awaitedPrefix)
    {
        _process = process;
        _awaitedPrefix = awaitedPrefix;
        process.OutputDataReceived += (_, e) => OnLine(e.Data);
        process.ErrorDataReceived += (_, e) => OnLine(e.Data);
        process.Exited += (_, _) =>
            _found.TrySetException(new InvalidOperationException($"{process.StartInfo.FileName} ended early:\n{Text}"));
    }

    /// <summary>What it printed so far.</summary>
    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>True when it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program.</summary>
    /// <param name="file">Program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="firstInput">Written to its input, which then stays open; null for none.</param>
    /// <param name="awaitedPrefix">Start of the output line for <see cref="WaitForLineAsync"/>.</param>
    public static PeerProcess Start(string file, IEnumerable<string> arguments, string? firstInput = null, string? awaitedPrefix = null)
    {
        var start = new ProcessStartInfo(file)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var peer = new PeerProcess(process, awaitedPrefix);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (firstInput is not null)
        {
            process.StandardInput.WriteLine(firstInput);
            process.StandardInput.Flush();
        }

        return peer;
    }

    /// <summary>The rest of the first output line that starts with the awaited prefix; fails when the program ends before.</summary>
    public Task<string> WaitForLineAsync(CancellationToken cancellationToken) =>
        _found.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);

    /// <summary>Waits until the program has ended by itself and gives its exit code.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _ = _found.Task.Exception;
        _process.Dispose();
    }

    private void OnLine(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_text)
        {
            if (_text.Length < MaxKeptText)
            {
                _text.AppendLine(line);
            }
        }

        if (_awaitedPrefix is not null && line.StartsWith(_awaitedPrefix, StringComparison.Ordinal))
        {
            _found.TrySetResult(line[_awaitedPrefix.Length..].Trim());
        }
    }
}
