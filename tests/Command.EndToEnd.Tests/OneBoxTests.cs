namespace Command.EndToEnd.Tests;

/// <summary>Tests that start whole servers and browsers run one after the other: the machine has two cores.</summary>
[CollectionDefinition(nameof(OneBoxTests), DisableParallelization = true)]
public sealed class OneBoxTests : ICollectionFixture<BrowserFixture>;
