using Microsoft.Extensions.Options;

namespace Command.Silo.MediaNode;

/// <summary>Refuses to start with values out of range, naming value and range.</summary>
internal sealed class MediaNodeOptionsValidator : IValidateOptions<MediaNodeOptions>
{
    public ValidateOptionsResult Validate(string? name, MediaNodeOptions options)
    {
        var problems = new List<string>();
        Check(problems, nameof(options.IdleAfter), options.IdleAfter, TimeSpan.Zero, TimeSpan.FromHours(1));
        Check(problems, nameof(options.SourceWait), options.SourceWait, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Check(problems, nameof(options.RightCheck), options.RightCheck, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Check(problems, nameof(options.DeviceSweep), options.DeviceSweep, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        if (options.DeviceStartsPerSecond is < 1 or > 10_000)
        {
            problems.Add(
                $"{MediaNodeOptions.Section}:{nameof(options.DeviceStartsPerSecond)} is {options.DeviceStartsPerSecond}; it must be 1 to 10000."
            );
        }
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Check(List<string> problems, string option, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
        {
            problems.Add($"{MediaNodeOptions.Section}:{option} is {value}; it must be {least} to {most}.");
        }
    }
}
