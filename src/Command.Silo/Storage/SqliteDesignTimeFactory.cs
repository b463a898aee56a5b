using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Command.Silo.Storage;

/// <summary>Lets <c>dotnet ef migrations add NAME --context SqliteCommandDbContext --output-dir Storage/Migrations/Sqlite</c> see the model.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteCommandDbContext>
{
    public SqliteCommandDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteCommandDbContext>().UseSqlite("Data Source=:memory:").Options);
}
