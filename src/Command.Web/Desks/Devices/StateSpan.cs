using Command.Contracts.Common;

namespace Command.Web.Desks.Devices;

/// <summary>One stretch of time in one state.</summary>
/// <param name="Share">Of the whole band, 0 to 1.</param>
internal sealed record StateSpan(DeviceState State, StateCause Cause, DateTimeOffset From, DateTimeOffset Until, double Share);
