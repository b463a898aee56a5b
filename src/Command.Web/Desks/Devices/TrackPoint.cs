using Command.Contracts.Recorders;

namespace Command.Web.Desks.Devices;

/// <summary>A position on the plot.</summary>
/// <param name="X">Right, in the plot's units.</param>
/// <param name="Y">Down, in the plot's units.</param>
internal sealed record TrackPoint(double X, double Y, RecorderPosition Position);
