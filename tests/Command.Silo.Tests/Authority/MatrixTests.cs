using System.Collections.Immutable;
using Command.Contracts.Authority;
using Command.Silo.Authority;
using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Authority;

/// <summary>Every role × every right × in and out of scope × in and out of time × with and without a purpose, against the table written by hand.</summary>
public sealed class MatrixTests : NounTestsBase
{
    private const string Purpose = "(2026)沪01民初1号";

    [Fact]
    public void Roles_CarryWhatTheMatrixSays()
    {
        var expected = ExpectedMatrix.ByRole.Where(role => role.Key != ExpectedMatrix.BrokenGlass).ToList();

        Assert.Equal(25, RoleCatalogue.Shipped.All.Length);
        Assert.Equal(
            expected.Select(role => role.Key).Order(StringComparer.Ordinal),
            RoleCatalogue.Shipped.All.Select(role => role.Id).Order(StringComparer.Ordinal)
        );
        Assert.All(
            expected,
            role =>
                Assert.Equal(
                    role.Value.OrderBy(right => right.ToString(), StringComparer.Ordinal),
                    RoleCatalogue.Shipped.Find(role.Key)!.Rights.OrderBy(right => right.ToString(), StringComparer.Ordinal)
                )
        );
        string[] shiftBound = ["commander", "duty-officer", "dispatcher"];
        Assert.Equal(shiftBound, RoleCatalogue.Shipped.All.Where(role => role.ShiftBound).Select(role => role.Id));
        Assert.Equal(["commander"], RoleCatalogue.Shipped.All.Where(role => role.BreakGlass).Select(role => role.Id));
        string[] administrators = ["system-admin", "security-admin", "auditor"];
        Assert.Equal(administrators, RoleCatalogue.Shipped.All.Where(role => role.Administrator).Select(role => role.Id));
        Assert.Equal(
            ExpectedMatrix.ByRole[ExpectedMatrix.BrokenGlass].Select(right => right.Right).Order(StringComparer.Ordinal),
            RightNames.OfBrokenGlass.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Decide_WholeMatrix_AnswersAsTheTableSays()
    {
        var world = new MatrixWorld(Time.GetUtcNow());
        var subjects = ExpectedMatrix
            .ByRole.Keys.SelectMany(role => MatrixSubject.Of(role, RoleCatalogue.Shipped.Find(role) is { ShiftBound: true }, world))
            .ToList();
        await SaveAsync(MatrixWorld.Rows.Concat(subjects.SelectMany(subject => subject.Rows)));
        var authority = Silo.Services.GetRequiredService<RoleAuthority>(); // the recording around it only writes refusals down
        var (asked, granted) = (0, 0);
        var wrong = new List<string>();

        foreach (var subject in subjects)
        {
            var expected = subject.Counts ? ExpectedMatrix.ByRole[subject.Role] : [];
            foreach (var (scope, placed, siteWide) in MatrixWorld.Places(subject.Id))
            {
                var here = expected.Where(right => (subject.IsSiteWide ? siteWide : placed).Contains(right.Reach)).ToImmutableArray();
                foreach (var right in RightNames.All)
                {
                    foreach (var purpose in (string?[])[null, Purpose])
                    {
                        var decision = await authority.DecideAsync(subject.Context(purpose), new Right(right), scope, Cancellation);
                        var (wanted, got) = (Expected(here, right, scope, purpose), Told(decision));
                        asked++;
                        granted += decision.IsGranted ? 1 : 0;
                        if (wanted != got)
                        {
                            wrong.Add($"{subject.Role} ({subject.Way}) {right} on {scope}: {got} instead of {wanted}");
                        }
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {asked} are wrong:\n{string.Join('\n', wrong.Take(40))}");
        Assert.InRange(granted, 1_000, asked / 2);
    }

    private protected override void Replace(IServiceCollection services) => services.AddSingleton<ICaseScope, MatrixWorld.OneHearing>();

    private static string Expected(ImmutableArray<RoleRight> here, string right, AccessScope scope, string? purpose)
    {
        if (here.FirstOrDefault(line => line.Right == right) is { } line)
        {
            return line.NeedsPurpose && purpose is null
                ? "Forbidden purpose-required"
                : $"granted approval={line.NeedsApproval} hours={line.FootageHours} seconds={line.ViewSeconds} list={line.List}";
        }
        var see = MatrixWorld.SeeOf(scope.Kind);
        return see is null || (see != right && here.Any(other => other.Right == see))
            ? "Forbidden right-missing"
            : $"NotFound {scope.Kind}-not-found";
    }

    private static string Told(AuthorityDecision decision) =>
        decision.Refusal is { } refusal
            ? $"{refusal.Code} {refusal.Reason}"
            : $"granted approval={decision.NeedsApproval} hours={decision.Limits.FootageAge?.TotalHours} "
                + $"seconds={decision.Limits.ViewTime?.TotalSeconds} list={decision.Limits.List}";

    private async Task SaveAsync(IEnumerable<object> rows)
    {
        await using var database = await Silo
            .Services.GetRequiredService<IDbContextFactory<CommandDbContext>>()
            .CreateDbContextAsync(Cancellation);
        database.AddRange(rows);
        await database.SaveChangesAsync(Cancellation);
        await Silo.Services.GetRequiredService<AccessBook>().RefreshAsync(Cancellation);
    }
}
