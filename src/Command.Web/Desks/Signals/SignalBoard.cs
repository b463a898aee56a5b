using System.Collections.Immutable;
using Command.Contracts.Signals;

namespace Command.Web.Desks.Signals;

/// <summary>What the alarm page shows: read from the server, then kept up with each change.</summary>
/// <param name="read">Reads one page.</param>
internal sealed class SignalBoard(Func<SignalQuery, Task<SignalPage>> read)
{
    private const int Page = 50;

    /// <summary>Most urgent first.</summary>
    public static ImmutableArray<SignalColour> Colours { get; } =
    [SignalColour.Red, SignalColour.Orange, SignalColour.Yellow, SignalColour.Blue];

    /// <summary>What is not over; otherwise everything.</summary>
    public bool OpenOnly { get; set; } = true;

    /// <summary>Null for every colour.</summary>
    public SignalColour? Colour { get; set; }

    /// <summary>Null for every object.</summary>
    public string? SubjectId { get; set; }

    public ImmutableArray<SignalSection> Sections { get; private set; } = [];

    /// <summary>Unanswered ones by colour.</summary>
    public ImmutableArray<SignalCount> Waiting { get; private set; } = [];

    public bool IsEmpty => Sections.All(section => section.Total == 0);

    public int WaitingOf(SignalColour colour) => Waiting.FirstOrDefault(count => count.Colour == colour)?.Count ?? 0;

    /// <summary>Reads everything anew, by the filter as it is now.</summary>
    public async Task ReloadAsync()
    {
        SignalColour?[] colours =
            Colour is { } only ? [only]
            : OpenOnly ? [.. Colours]
            : [null];
        var sections = colours.Select(colour => new SignalSection(colour)).ToImmutableArray();
        foreach (var section in sections)
        {
            await ReadAsync(section);
        }
        Sections = sections;
    }

    /// <summary>Reads one page more.</summary>
    public Task MoreAsync(SignalSection section) => ReadAsync(section);

    /// <summary>Asks how many wait for an answer.</summary>
    public async Task CountAsync() => Waiting = (await read(new SignalQuery(true, null, null, null, 1))).Open;

    /// <summary>Takes a signal as it is now; false when nothing here changes.</summary>
    public bool Apply(Signal signal)
    {
        var at = Sections.FirstOrDefault(section => section.Find(signal.Id) is not null);
        if (at?.Find(signal.Id) is { } known && known.Version > signal.Version)
        {
            return false;
        }
        at?.Remove(signal.Id);
        var target = Belongs(signal) ? Sections.FirstOrDefault(section => section.Colour is null || section.Colour == signal.Colour) : null;
        target?.Insert(signal);
        return at is not null || target is not null;
    }

    public Signal? Find(string id) => Sections.Select(section => section.Find(id)).FirstOrDefault(found => found is not null);

    public static bool IsOpen(Signal signal) => signal.State is SignalState.New or SignalState.Offered or SignalState.Acknowledged;

    public static bool IsWaiting(Signal signal) => signal.State is SignalState.New or SignalState.Offered;

    private bool Belongs(Signal signal) => (!OpenOnly || IsOpen(signal)) && (SubjectId is null || SubjectId == signal.Subject.Id);

    private async Task ReadAsync(SignalSection section)
    {
        var page = await read(new SignalQuery(OpenOnly, section.Colour, SubjectId, section.Next, Page));
        section.Take(page);
        Waiting = page.Open;
    }
}
