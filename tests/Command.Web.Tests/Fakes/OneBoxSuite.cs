namespace Command.Web.Tests.Fakes;

/// <summary>Endpoint tests share one server and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OneBoxSuite : ICollectionFixture<OneBox>
{
    public const string Name = "one box";
}
