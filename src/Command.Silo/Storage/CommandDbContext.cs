using Microsoft.EntityFrameworkCore;

namespace Command.Silo.Storage;

/// <summary>
/// The model of the record for both databases. Nouns add their projection rows by an <see cref="IEntityTypeConfiguration{TEntity}"/>
/// beside the row (found by reflection, so that Storage knows no noun) and query them with <see cref="DbContext.Set{TEntity}()"/>.
/// Grains only read here; every write goes through <see cref="IAggregateStore"/>.
/// </summary>
internal abstract class CommandDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<AggregateRow> Aggregates => Set<AggregateRow>();

    public DbSet<EventRow> Events => Set<EventRow>();

    public DbSet<DeadlineRow> Deadlines => Set<DeadlineRow>();

    public DbSet<NodeRow> Nodes => Set<NodeRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMicrosecondsConverter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<AggregateRow>().ToTable("aggregates").HasKey(row => new { row.Kind, row.Id });
        modelBuilder.Entity<EventRow>(events =>
        {
            events.ToTable("events").HasKey(row => new { row.Node, row.Seq });
            events.Property(row => row.Id).IsRequired(); // EF forgets it once it has taken Id for the key
            events.HasIndex(row => new
            {
                row.Kind,
                row.Id,
                row.AtUs,
            });
            events.HasIndex(row => row.AtUs);
            events.HasIndex(row => new { row.Actor, row.AtUs });
        });
        modelBuilder.Entity<DeadlineRow>(deadlines =>
        {
            deadlines
                .ToTable("deadlines")
                .HasKey(row => new
                {
                    row.Kind,
                    row.Id,
                    row.Name,
                });
            deadlines.HasIndex(row => row.DueUs);
        });
        modelBuilder.Entity<NodeRow>().ToTable("nodes").HasKey(row => row.Name);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(CommandDbContext).Assembly);
        SnakeCase.Apply(modelBuilder.Model);
    }
}
