using Command.Contracts.Common;

namespace Command.Silo.Recorders;

/// <summary>What is known of the way to a recorder.</summary>
/// <param name="WasHeard">It was heard since it was created, switched on or got another serial.</param>
/// <param name="Connected">Its MQTT connection is up.</param>
/// <param name="Boot">The life in which it connected; empty when it does not tell.</param>
/// <param name="LostAt">When the connection was lost; what had been received by then does not bring it back.</param>
/// <param name="LostUntil">When it counts as offline, after the connection was lost.</param>
/// <param name="Cause">Why it is not there when it is not.</param>
internal sealed record RecorderContact(
    bool WasHeard,
    bool Connected,
    string Boot,
    DateTimeOffset? LostAt,
    DateTimeOffset? LostUntil,
    StateCause Cause
)
{
    public static readonly RecorderContact None = new(false, false, "", null, null, RecorderCauses.Silent);
}
