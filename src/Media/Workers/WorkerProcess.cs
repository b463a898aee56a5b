using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Command.Media.Workers;

/// <summary>One running child process and its pipes. Owned by a <see cref="WorkerSupervisor"/>; one job at a time.</summary>
internal sealed partial class WorkerProcess : IAsyncDisposable
{
    /// <summary>
    /// The only variables a child gets. It reads bytes from outside, so it is not given the server's environment,
    /// which holds the master key.
    /// </summary>
    private static readonly ImmutableArray<string> KeptVariables =
    [
        "PATH",
        "HOME",
        "TMPDIR",
        "LANG",
        "LC_ALL",
        "TZ",
        "LD_LIBRARY_PATH",
        "DOTNET_ROOT",
        "DOTNET_HOST_PATH",
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT",
    ];

    private readonly Process _process;
    private readonly ILogger _logger;
    private readonly Task _errors;
    private volatile string? _lastError;

    private WorkerProcess(Process process, ILogger logger)
    {
        _process = process;
        _logger = logger;
        Id = process.Id;
        _errors = DrainErrorsAsync();
    }

    /// <summary>The operating system's process id.</summary>
    public int Id { get; }

    /// <summary>True once the child is gone, for whatever reason.</summary>
    public bool HasEnded => _process.HasExited;

    private Stream Input => _process.StandardInput.BaseStream;

    private Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Starts a child. The process is null when it could not be started; then the text says why.</summary>
    public static (WorkerProcess? Process, string? Failure) Start(WorkerCommand command, ImmutableArray<string> arguments, ILogger logger)
    {
        var start = new ProcessStartInfo(command.FileName)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in command.Arguments.Append("worker").Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        KeepOnly(start.Environment);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x20000000"; // 512 MiB: a picture of 40 megapixels fits, a leak does not
        try
        {
            return Process.Start(start) is { } process
                ? (new WorkerProcess(process, logger), null)
                : (null, $"{command.FileName} did not start.");
        }
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            return (null, $"{command.FileName} did not start: {failure.Message}");
        }
    }

    /// <summary>Sends a frame; false when the child is gone.</summary>
    public async Task<bool> TryWriteAsync(WorkerFrame frame, CancellationToken cancellationToken)
    {
        try
        {
            await frame.WriteAsync(Input, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Reads the next frame. After a cancelled read the process must be disposed: the pipe's position is unknown.</summary>
    public async Task<(WorkerFrameError Error, WorkerFrame Frame)> ReadAsync(int payloadLimit, CancellationToken cancellationToken)
    {
        // The wait is cancelled, not the read: the read ends when the process is stopped, whatever the pipe can do.
        var read = WorkerFrame.ReadAsync(Output, payloadLimit, CancellationToken.None);
        return await read.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops the child at once and says how it ended: exit code and the last line of its error output.</summary>
    public async Task<string> EndAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        await _errors.ConfigureAwait(false);
        return _lastError is { } line ? $"exit code {_process.ExitCode}: {line}" : $"exit code {_process.ExitCode}";
    }

    /// <summary>Stops the child and frees its pipes.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _ = await EndAsync().ConfigureAwait(false);
        }
        finally
        {
            _process.Dispose();
        }
    }

    private static void KeepOnly(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => !KeptVariables.Contains(name)).ToList())
        {
            _ = environment.Remove(name);
        }
    }

    private async Task DrainErrorsAsync()
    {
        var buffer = new char[1024]; // read in pieces: a child that never ends a line must not fill our memory
        while (true)
        {
            int read;
            try
            {
                read = await _process.StandardError.ReadAsync(buffer, CancellationToken.None).ConfigureAwait(false);
            }
            catch (IOException)
            {
                return;
            }

            if (read == 0)
            {
                return;
            }

            var text = new string(buffer, 0, read).Trim();
            if (text.Length > 0)
            {
                _lastError = text;
                Log.WorkerSaid(_logger, Id, text);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventName = "WorkerSaid", Level = LogLevel.Debug, Message = "Worker {ProcessId}: {Text}")]
        public static partial void WorkerSaid(ILogger logger, int processId, string text);
    }
}
