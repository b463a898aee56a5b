using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Command.Contracts.Authority;
using Command.Silo.Authority;

namespace Command.Silo.Tests.Authority;

public sealed partial class RoleCatalogueTests
{
    [Theory]
    [InlineData("""[{"id":"a","rights":[{"right":"fly.high","reach":"unit"}]}]""", "unknown right 'fly.high'")]
    [InlineData("""[{"id":"a","rights":[{"right":"live.watch","reach":"moon"}]}]""", "unknown reach 'moon'")]
    [InlineData(
        """[{"id":"a","rights":[{"right":"live.watch","reach":"unit"},{"right":"live.watch","reach":"unit"}]}]""",
        "has live.watch twice"
    )]
    [InlineData("""[{"id":"a","rights":[]},{"id":"a","rights":[]}]""", "stands there twice")]
    [InlineData("""[{"id":"a","rights":[{"right":"live.watch","reach":"unit","viewSeconds":0}]}]""", "limit that is not positive")]
    [InlineData("""[{"id":"a","rights":[{"right":"live.watch","reach":"unit","footageHours":-1}]}]""", "limit that is not positive")]
    [InlineData("""[{"id":"a","rights":[{"right":"live.watch","reach":"unit","limit":60}]}]""", "cannot be read")]
    [InlineData("[{", "cannot be read")]
    public void Parse_WhatNoRoleCanBe_SaysWhatIsWrong(string json, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<InvalidDataException>(() => RoleCatalogue.Parse(Encoding.UTF8.GetBytes(json))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Parse_TheSameRightInTwoReaches_IsTwoWaysToHaveIt()
    {
        var json = """[{"id":"a","rights":[{"right":"live.watch","reach":"unit"},{"right":"live.watch","reach":"own-case"}]}]""";

        var role = RoleCatalogue.Parse(Encoding.UTF8.GetBytes(json)).Find("a");

        Assert.Equal([RightReach.Unit, RightReach.OwnCase], role!.Rights.Select(line => line.Reach));
    }

    [Fact]
    public void With_ARight_NamesTheRolesThatCarryIt() => Assert.Equal(["security-admin"], RoleCatalogue.Shipped.With(Rights.RoleManage));

    [Fact]
    public void Rights_AreConstantsThatAreUniqueAndWellNamed()
    {
        var fields = typeof(Rights).GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);

        Assert.All(fields, member => Assert.True(member is FieldInfo { IsLiteral: true }, member.Name));
        Assert.Equal(fields.Length, RightNames.All.Count);
        Assert.All(RightNames.All, right => Assert.Matches(WellNamed(), right));
    }

    [GeneratedRegex("^[a-z]+\\.[a-z]+$")]
    private static partial Regex WellNamed();
}
