using Command.Media.Workers;
using Microsoft.Extensions.Options;

namespace Command.Media.Hosting;

/// <summary>Refuses to start with worker options that are out of range, naming value and range.</summary>
internal sealed class WorkerOptionsValidator : IValidateOptions<WorkerOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, WorkerOptions options) =>
        options.Problems() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}
