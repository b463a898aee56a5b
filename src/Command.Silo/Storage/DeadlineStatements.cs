namespace Command.Silo.Storage;

/// <summary>Finds and leases due deadlines.</summary>
internal static class DeadlineStatements
{
    private const string Due = "due_us <= @p0 AND (lease_until_us IS NULL OR lease_until_us <= @p0)";

    public static SqlStatement AnyDue(WriteStatements statements, DeadlineClaim claim) =>
        statements.Statement($"SELECT 1 FROM deadlines WHERE {Due} LIMIT 1", claim.NowUs);

    /// <param name="statements">Makes the statement.</param>
    /// <param name="claim">What is asked for.</param>
    /// <param name="node">Who holds the lease.</param>
    /// <param name="forUpdate">True on PostgreSQL, where other nodes claim at the same time: rows they hold are passed over.</param>
    public static SqlStatement Claim(WriteStatements statements, DeadlineClaim claim, string node, bool forUpdate) =>
        statements.Statement(
            "UPDATE deadlines SET lease_node = @p1, lease_until_us = @p2 WHERE (kind, id, name) IN "
                + $"(SELECT kind, id, name FROM deadlines WHERE {Due} ORDER BY due_us LIMIT @p3{(forUpdate ? " FOR UPDATE SKIP LOCKED" : "")}) "
                + "RETURNING kind, id, name, due_us",
            claim.NowUs,
            node,
            claim.LeaseUntilUs,
            claim.Limit
        );
}
