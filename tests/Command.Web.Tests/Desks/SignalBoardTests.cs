using Command.Contracts.Signals;
using Command.Web.Desks.Signals;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Desks;

public sealed class SignalBoardTests
{
    private readonly FakeSignalDesk _desk = new();

    [Fact]
    public async Task ReloadAsync_Open_HasOneSectionPerColour_MostUrgentFirst()
    {
        Add("a", SignalColour.Blue);
        Add("b", SignalColour.Red);
        Add("c", SignalColour.Blue, SignalState.Closed);
        var board = await BoardAsync();

        Assert.Equal(SignalBoard.Colours.Cast<SignalColour?>(), board.Sections.Select(section => section.Colour));
        Assert.Equal(["b"], board.Sections[0].Signals.Select(signal => signal.Id));
        Assert.Equal(["a"], board.Sections[3].Signals.Select(signal => signal.Id));
        Assert.Equal(
            (1, 0, 1),
            (board.WaitingOf(SignalColour.Red), board.WaitingOf(SignalColour.Orange), board.WaitingOf(SignalColour.Blue))
        );

        board.OpenOnly = false;
        await board.ReloadAsync();
        Assert.Equal(3, Assert.Single(board.Sections).Total);
    }

    [Fact]
    public async Task Apply_NewRisenAnsweredAndOver_MoveWhereTheyBelong()
    {
        Add("a", SignalColour.Yellow);
        var board = await BoardAsync();
        var signal = _desk.Signals[0];

        Assert.True(board.Apply(signal with { Colour = SignalColour.Orange, Version = 2 }));
        Assert.Empty(board.Sections[2].Signals);
        Assert.Equal(SignalColour.Orange, Assert.Single(board.Sections[1].Signals).Colour);
        Assert.False(board.Apply(signal));
        Assert.True(board.Apply(signal with { State = SignalState.Closed, Version = 3 }));
        Assert.True(board.IsEmpty);
        Assert.False(board.Apply(signal with { State = SignalState.Closed, Version = 4 }));
        Assert.True(board.Apply(FakeSignalDesk.Signal("new", SignalColour.Red)));
        Assert.Equal(1, board.Sections[0].Total);
    }

    [Fact]
    public async Task Apply_FilteredOut_IsLeftOut()
    {
        Add("a", SignalColour.Red);
        var board = await BoardAsync();
        board.Colour = SignalColour.Red;
        board.SubjectId = "subject-a";
        await board.ReloadAsync();

        Assert.False(board.Apply(FakeSignalDesk.Signal("b", SignalColour.Red)));
        Assert.False(board.Apply(_desk.Signals[0] with { Id = "c", Colour = SignalColour.Blue }));
        Assert.True(board.Apply(_desk.Signals[0] with { Id = "d" }));
        Assert.Equal(2, Assert.Single(board.Sections).Total);
    }

    [Fact]
    public async Task MoreAsync_AfterChanges_ShowsEachOnce()
    {
        for (var i = 0; i < 120; i++)
        {
            Add($"s{i:000}", SignalColour.Blue, at: i);
        }
        var board = await BoardAsync();
        var blue = board.Sections[3];
        Assert.Equal((50, 120), (blue.Signals.Count, blue.Total));

        Add("newest", SignalColour.Blue, at: 500);
        board.Apply(_desk.Signals[^1]);
        Assert.Equal("newest", blue.Signals[0].Id);
        while (blue.Next is not null)
        {
            await board.MoreAsync(blue);
        }
        Assert.Equal(121, blue.Signals.Select(signal => signal.Id).Distinct().Count());
        Assert.Equal(121, blue.Signals.Count);
    }

    [Fact]
    public async Task ByUrgency_DueFirst_ThenWhatIsAnswered()
    {
        Add("later", SignalColour.Blue, at: 5);
        Add("answered", SignalColour.Blue, SignalState.Acknowledged, at: 9);
        Add("sooner", SignalColour.Blue, at: 1);
        var board = await BoardAsync();

        Assert.Equal(["sooner", "later", "answered"], board.Sections[3].ByUrgency.Select(signal => signal.Id));
    }

    private async Task<SignalBoard> BoardAsync()
    {
        var board = new SignalBoard(async query => (await _desk.QueryAsync(null!, query, CancellationToken.None)).Value!); // the fake asks nobody
        await board.ReloadAsync();
        return board;
    }

    private void Add(string id, SignalColour colour, SignalState state = SignalState.New, int at = 0)
    {
        var signal = FakeSignalDesk.Signal(id, colour, state);
        _desk.Signals.Add(signal with { RaisedAt = signal.RaisedAt.AddSeconds(at), DueAt = signal.DueAt?.AddSeconds(at) });
    }
}
