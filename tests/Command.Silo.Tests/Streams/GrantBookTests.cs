using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Silo.Streams;
using Microsoft.Extensions.Time.Testing;

namespace Command.Silo.Tests.Streams;

public sealed class GrantBookTests
{
    private static readonly StreamPath Main = StreamPath.OfCamera("01arz3ndektsv4rrffq69g5fav", "main");
    private static readonly StreamPath Live = StreamPath.OfRecorder("01arz3ndektsv4rrffq69g5fav");

    private readonly FakeTimeProvider _time = new();
    private readonly GrantBook _book;

    public GrantBookTests() => _book = new GrantBook(_time);

    [Fact]
    public void Redeem_Once_GivesTheHolderAndNeverAgain()
    {
        var grant = Issue("a");

        Assert.Equal(43, grant.Token.Length);
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromSeconds(60), grant.ExpiresAt);
        Assert.Equal(Holder("a"), _book.Redeem(grant.Token, Main, StreamAction.Watch));
        Assert.Null(_book.Redeem(grant.Token, Main, StreamAction.Watch));
        Assert.Equal(0, _book.Count);
    }

    [Fact]
    public void Redeem_ForSomethingElse_IsRefusedAndUsesNothingUp()
    {
        var grant = Issue("a");

        Assert.Null(_book.Redeem(grant.Token, Live, StreamAction.Watch));
        Assert.Null(_book.Redeem(grant.Token, Main, StreamAction.Publish));
        Assert.Null(_book.Redeem("nonsense", Main, StreamAction.Watch));
        Assert.NotNull(_book.Redeem(grant.Token, Main, StreamAction.Watch));
    }

    [Fact]
    public void Revoke_Holder_TakesItsPassesAndNobodyElses()
    {
        var (first, second, other) = (Issue("a"), Issue("a"), Issue("b"));

        _book.Revoke(Holder("a").ActorId);

        Assert.Null(_book.Redeem(first.Token, Main, StreamAction.Watch));
        Assert.Null(_book.Redeem(second.Token, Main, StreamAction.Watch));
        Assert.NotNull(_book.Redeem(other.Token, Main, StreamAction.Watch));
        Assert.Equal(0, _book.Count);
    }

    [Fact]
    public void Redeem_AfterAMinute_IsRefused()
    {
        var late = Issue("a");
        _time.Advance(TimeSpan.FromSeconds(59));
        var young = Issue("a");
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(_book.Redeem(late.Token, Main, StreamAction.Watch));
        Assert.NotNull(_book.Redeem(young.Token, Main, StreamAction.Watch));
    }

    [Fact]
    public void Issue_MoreThanOneHolderMayHave_IsBusyForThatHolderUntilSomeAreUsedOrOver()
    {
        var grants = Enumerable.Range(0, GrantBook.MostPerHolder).Select(_ => Issue("a")).ToList();

        Assert.Equal((RefusalCode.Busy, "too-many-grants"), Refused("a"));
        Issue("b");
        Assert.NotNull(_book.Redeem(grants[0].Token, Main, StreamAction.Watch));
        Issue("a");
        Assert.Equal((RefusalCode.Busy, "too-many-grants"), Refused("a"));
        _time.Advance(TimeSpan.FromSeconds(60));
        Issue("a");
        Assert.Equal(1, _book.Count);
    }

    [Fact]
    public void Issue_MoreThanTheBookHolds_IsBusyForEverybody()
    {
        for (var i = 0; i < GrantBook.MostGrants; i++)
        {
            Issue($"holder-{i / GrantBook.MostPerHolder}");
        }

        Assert.Equal((RefusalCode.Busy, "too-many-grants"), Refused("somebody-new"));
        _time.Advance(TimeSpan.FromSeconds(60));
        Issue("somebody-new");
    }

    private static CommandContext Holder(string id) => new(id, id, null, null, "corr", null, null);

    private StreamGrant Issue(string holder)
    {
        var issued = _book.Issue(Holder(holder), Main, StreamAction.Watch);
        Assert.Null(issued.Refusal);
        return issued.Value!; // no refusal, so there is a value
    }

    private (RefusalCode, string) Refused(string holder)
    {
        var refusal = _book.Issue(Holder(holder), Main, StreamAction.Watch).Refusal!; // the fact says that there is one
        return (refusal.Code, refusal.Reason);
    }
}
