namespace Command.Media.Tests;

/// <summary>Tests that measure the whole process's memory: nothing runs beside them.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
