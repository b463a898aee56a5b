using Command.Contracts.Common;
using Command.Silo.MediaNode;

namespace Command.Silo.Streams;

/// <summary>One running viewing.</summary>
/// <param name="Viewer">Who watches, and for what purpose.</param>
/// <param name="Demand">Keeps the stream pulled.</param>
/// <param name="UnitId">Unit of the device: the scope of the right.</param>
/// <param name="ETag">Names the ICE generation.</param>
/// <param name="Begun">When the answer was given.</param>
internal sealed record Viewing(CommandContext Viewer, StreamDemand Demand, string UnitId, string ETag, DateTimeOffset Begun);
