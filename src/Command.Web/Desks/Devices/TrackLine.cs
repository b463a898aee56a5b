namespace Command.Web.Desks.Devices;

/// <summary>A piece of a track that is drawn in one colour.</summary>
/// <param name="Points">x,y pairs of an SVG polyline.</param>
/// <param name="Age">0 for the newest, 1 for the oldest.</param>
/// <param name="Gap">Nothing was heard for a while between the two ends: drawn dashed.</param>
internal sealed record TrackLine(string Points, double Age, bool Gap);
