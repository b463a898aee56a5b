using System.Diagnostics;

namespace Command.Architecture.Tests;

/// <summary>tools/test runs the few failed tests once more: tools/unsteady.sh, with programs that answer as xunit.v3's do.</summary>
public sealed class SecondTryTests : IDisposable
{
    private const string Passes = "Total: 1, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: 0.1s";
    private const string Fails = "Total: 1, Errors: 0, Failed: 1, Skipped: 0, Not Run: 0, Time: 0.1s";
    private const string Nothing = "Total: 0, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: 0.0s";
    private const string Skips = "Total: 1, Errors: 0, Failed: 0, Skipped: 1, Not Run: 0, Time: 0.0s";

    private readonly string _folder = Directory.CreateTempSubdirectory("command-second-try-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void FailedTests_AreFoundWithTheirPrograms()
    {
        var log = Log(
            ("A.Tests", "Command.A.Tests.First.Do_It_Works"),
            ("B.Tests", "Command.B.Tests.Outer+Inner.Do(text: \"a (b) c\", number: 3)")
        );
        Assert.Equal(
            [$"{_folder}/A.Tests Command.A.Tests.First.Do_It_Works", $"{_folder}/B.Tests Command.B.Tests.Outer+Inner.Do"],
            Run($"failed_tests '{log}'").Output
        );
    }

    [Theory]
    [InlineData(Passes, 0, 1)]
    [InlineData(Fails, 1, 0)]
    [InlineData(Passes, 134, 0)] // passed, and then the program crashed
    [InlineData(Nothing, 0, 0)]
    [InlineData(Skips, 0, 0)]
    public void SecondTry_CountsOnlyWhatPasses(string summary, int exitCode, int steadied)
    {
        Program("A.Tests", summary, exitCode);
        var log = Log(("A.Tests", "Command.A.Tests.First.Do"));

        var (output, said) = Run($"second_try '{log}' 1; echo $steadied");

        Assert.Equal([$"{steadied}"], output);
        Assert.Equal(steadied == 1, said.Contains("unsteady: Command.A.Tests.First.Do (passed at the second try)"));
        Assert.Equal(["-method Command.A.Tests.First.Do -noColor"], File.ReadAllLines($"{_folder}/A.Tests.calls"));
    }

    [Theory]
    [InlineData(5, 5, 5)]
    [InlineData(6, 6, 0)] // too many: something is broken
    [InlineData(2, 3, 0)] // the log does not name all of them
    [InlineData(0, 0, 0)]
    public void SecondTry_IsForAFewTestsThatAreAllNamed(int named, int failed, int steadied)
    {
        Program("A.Tests", Passes, 0);
        var log = Log([.. Enumerable.Range(1, named).Select(number => ("A.Tests", $"Command.A.Tests.First.Do{number}"))]);

        Assert.Equal([$"{steadied}"], Run($"second_try '{log}' {failed}; echo $steadied").Output);
    }

    /// <summary>What dotnet test prints of failed tests, with what must not be taken for one.</summary>
    private string Log(params (string Program, string Test)[] failed)
    {
        List<string> lines = ["Running tests from somewhere.dll (net10.0|x64)"];
        foreach (var (program, test) in failed)
        {
            lines.Add($"failed {test} (1s 195ms)");
            lines.Add($"  from {_folder}/{program}.dll (net10.0|x64)");
            lines.Add("  failed Other.Tests.Of.Its.Output (12ms)");
            lines.Add("    at Command.A.Tests.First.Do() in /x/First.cs:85");
        }
        lines.Add($"{_folder}/A.Tests.dll (net10.0|x64) failed with {failed.Length} error(s) (6s 907ms)");
        lines.Add($"  failed: {failed.Length}");
        var path = Path.Combine(_folder, "log");
        File.WriteAllLines(path, lines);
        return path;
    }

    private void Program(string name, string summary, int exitCode)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, $"#!/bin/sh\necho \"$@\" >>\"$0.calls\"\necho '   {name}  {summary}'\nexit {exitCode}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static (string[] Output, string[] Said) Run(string script)
    {
        var start = new ProcessStartInfo("bash", ["-uo", "pipefail", "-c", $". tools/lib.sh; . tools/unsteady.sh; {script}"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash did not start.");
        var said = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return (Lines(output), Lines(said.GetAwaiter().GetResult()));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
