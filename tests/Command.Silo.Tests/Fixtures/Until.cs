namespace Command.Silo.Tests.Fixtures;

/// <summary>Waits for a condition with a deadline.</summary>
internal static class Until
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Deadline, $"Never happened: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
    }

    public static async Task<T> ValueAsync<T>(Func<Task<T?>> read, Func<T, bool> condition, string what)
        where T : class
    {
        T? last = null;
        await TrueAsync(
            async () =>
            {
                last = await read();
                return last is not null && condition(last);
            },
            what
        );
        return last!; // TrueAsync returned, so the condition saw a value
    }
}
