using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Command.Silo.Storage;

/// <summary>Lets <c>dotnet ef migrations add NAME --context PostgresCommandDbContext --output-dir Storage/Migrations/Postgres</c> see the model.</summary>
internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresCommandDbContext>
{
    public PostgresCommandDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresCommandDbContext>().UseNpgsql("Host=localhost").Options);
}
