using Microsoft.EntityFrameworkCore;

namespace Command.Silo.Storage;

/// <summary>The record of a cluster; migrations in <c>Migrations/Postgres</c>.</summary>
internal sealed class PostgresCommandDbContext(DbContextOptions<PostgresCommandDbContext> options) : CommandDbContext(options);
