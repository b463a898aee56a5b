namespace Command.Silo.Hosting;

/// <summary>
/// The tables and statements by which silos find each other in PostgreSQL. The clustering library brings none: it reads its statements by key from
/// the table <c>OrleansQuery</c> and gives them these parameters. A row of <c>cluster_versions</c> orders all changes: whoever saw an older version
/// changes nothing and looks again.
/// </summary>
internal static class ClusterQueries
{
    public const string Tables = """
        CREATE TABLE IF NOT EXISTS OrleansQuery (QueryKey varchar(64) PRIMARY KEY, QueryText text NOT NULL);
        CREATE TABLE IF NOT EXISTS cluster_versions (
            cluster varchar(150) PRIMARY KEY,
            version integer NOT NULL,
            changed_at timestamptz NOT NULL
        );
        CREATE TABLE IF NOT EXISTS cluster_silos (
            cluster varchar(150) NOT NULL REFERENCES cluster_versions,
            address varchar(45) NOT NULL,
            port integer NOT NULL,
            generation integer NOT NULL,
            silo_name varchar(150) NOT NULL,
            host_name varchar(150) NOT NULL,
            status integer NOT NULL,
            proxy_port integer,
            suspect_times text,
            start_time timestamptz(3) NOT NULL,
            alive_time timestamptz(3) NOT NULL,
            PRIMARY KEY (cluster, address, port, generation)
        );
        """;

    private const string Members = """
        SELECT v.cluster AS DeploymentId, s.address AS Address, s.port AS Port, s.generation AS Generation, s.silo_name AS SiloName,
            s.host_name AS HostName, s.status AS Status, s.proxy_port AS ProxyPort, s.suspect_times AS SuspectTimes,
            s.start_time AS StartTime, s.alive_time AS IAmAliveTime, v.version AS Version
        FROM cluster_versions v LEFT JOIN cluster_silos s ON s.cluster = v.cluster
        """;

    private const string ThisSilo = "address = @Address AND port = @Port AND generation = @Generation";

    private const string NextVersion = """
        WITH next AS (
            UPDATE cluster_versions SET version = version + 1, changed_at = now()
            WHERE cluster = @DeploymentId AND version = @Version RETURNING cluster
        ), done AS (
        """;

    /// <summary>By the keys that the clustering library asks for.</summary>
    public static readonly IReadOnlyDictionary<string, string> ByKey = new Dictionary<string, string>
    {
        ["MembershipReadAllKey"] = $"{Members} WHERE v.cluster = @DeploymentId",
        ["MembershipReadRowKey"] =
            $"{Members} AND s.{ThisSilo.Replace("AND ", "AND s.", StringComparison.Ordinal)} WHERE v.cluster = @DeploymentId",
        ["InsertMembershipVersionKey"] = """
            WITH done AS (
                INSERT INTO cluster_versions (cluster, version, changed_at) VALUES (@DeploymentId, 0, now())
                ON CONFLICT DO NOTHING RETURNING 1
            ) SELECT count(*)::integer FROM done
            """,
        ["InsertMembershipKey"] = $"""
            {NextVersion}
                INSERT INTO cluster_silos (cluster, address, port, generation, silo_name, host_name, status, proxy_port, start_time, alive_time)
                SELECT cluster, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM next
                ON CONFLICT DO NOTHING RETURNING 1
            ) SELECT count(*)::integer FROM done
            """,
        ["UpdateMembershipKey"] = $"""
            {NextVersion}
                UPDATE cluster_silos SET status = @Status, suspect_times = @SuspectTimes, alive_time = @IAmAliveTime FROM next
                WHERE cluster_silos.cluster = next.cluster AND {ThisSilo} RETURNING 1
            ) SELECT count(*)::integer FROM done
            """,
        ["UpdateIAmAlivetimeKey"] = $"UPDATE cluster_silos SET alive_time = @IAmAliveTime WHERE cluster = @DeploymentId AND {ThisSilo}",
        ["GatewaysQueryKey"] = """
            SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation FROM cluster_silos
            WHERE cluster = @DeploymentId AND status = @Status AND proxy_port > 0
            """,
        ["DeleteMembershipTableEntriesKey"] = """
            WITH silos AS (DELETE FROM cluster_silos WHERE cluster = @DeploymentId)
            DELETE FROM cluster_versions WHERE cluster = @DeploymentId
            """,
        // 3 is "active": such a silo is declared dead by its peers first.
        ["CleanupDefunctSiloEntriesKey"] = """
            DELETE FROM cluster_silos WHERE cluster = @DeploymentId AND alive_time < @IAmAliveTime AND status <> 3
            """,
    };
}
