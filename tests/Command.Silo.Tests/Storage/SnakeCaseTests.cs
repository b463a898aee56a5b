using Command.Silo.Storage;

namespace Command.Silo.Tests.Storage;

public sealed class SnakeCaseTests
{
    [Theory]
    [InlineData("Id", "id")]
    [InlineData("CorrelationId", "correlation_id")]
    [InlineData("LeaseUntilUs", "lease_until_us")]
    [InlineData("already_done", "already_done")]
    [InlineData("IX_accounts_NormalizedUserName", "ix_accounts_normalized_user_name")]
    public void Of_Name_IsWhatPeopleTypeInADatabaseShell(string name, string expected) => Assert.Equal(expected, SnakeCase.Of(name));
}
