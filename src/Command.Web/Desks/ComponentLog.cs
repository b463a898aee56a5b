namespace Command.Web.Desks;

/// <summary>What components log.</summary>
internal static partial class ComponentLog
{
    [LoggerMessage(
        EventName = "ComponentLoadFailed",
        Level = LogLevel.Warning,
        Message = "{Component} could not be filled; the page says so and offers to try again"
    )]
    public static partial void LoadFailed(ILogger logger, string component, Exception exception);

    [LoggerMessage(
        EventName = "ComponentRefreshFailed",
        Level = LogLevel.Debug,
        Message = "{Component} could not be brought up to date; it is tried again with the next tick"
    )]
    public static partial void RefreshFailed(ILogger logger, string component, Exception exception);
}
