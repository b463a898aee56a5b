using Microsoft.EntityFrameworkCore;

namespace Command.Silo.Storage;

/// <summary>The record in one file; migrations in <c>Migrations/Sqlite</c>.</summary>
internal sealed class SqliteCommandDbContext(DbContextOptions<SqliteCommandDbContext> options) : CommandDbContext(options);
