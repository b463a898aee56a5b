using Command.Contracts.Common;
using Command.Contracts.Signals;
using Command.Silo.Signals;

namespace Command.Silo.Tests.Signals;

public sealed class SignalOutboxTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);
    private const string Camera = "01jdcamera0000000000000000";

    [Fact]
    public void End_BeforeAnybodyCouldHear_TakesTheSignalBack()
    {
        var waiting = SignalOutbox.Empty.Raise(Draft("device-offline"), Now.AddSeconds(60));
        Assert.True(waiting.Has("device-offline"));

        var over = waiting.End("device-offline", Camera, "online", Now.AddSeconds(59));

        Assert.Empty(over.Errands);
        Assert.False(over.Has("device-offline"));
    }

    [Fact]
    public void End_AfterItMayHaveBeenTold_IsToldAfterIt()
    {
        var over = SignalOutbox
            .Empty.Raise(Draft("device-offline"), Now.AddSeconds(60))
            .End("device-offline", Camera, "online", Now.AddSeconds(60));

        Assert.Equal(["raise", "end"], over.Errands.Select(errand => errand.Raise is null ? "end" : "raise"));
        Assert.False(over.Has("device-offline"));
        Assert.Same(over, over.End("device-offline", Camera, "online", Now.AddSeconds(61)));
    }

    [Fact]
    public void Told_Raise_IsRememberedUntilItsEndIsTold()
    {
        var outbox = SignalOutbox.Empty.Raise(Draft("battery-low"), Now);
        outbox = outbox.Told(Assert.Single(outbox.Errands));
        Assert.True(outbox.Has("battery-low"));
        Assert.Empty(outbox.Errands);

        outbox = outbox.End("storage-full", Camera, "freed", Now).End("battery-low", Camera, "charged", Now);
        var end = Assert.Single(outbox.Errands);
        Assert.Equal(("battery-low", "charged"), (end.End!.Source, end.End.Why));

        Assert.Equivalent(SignalOutbox.Empty, outbox.Told(end), strict: true);
    }

    [Fact]
    public void Raise_SameDraftTwice_IsOne()
    {
        var draft = Draft("sos");
        Assert.Single(SignalOutbox.Empty.Raise(draft, Now).Raise(draft, Now).Errands);
    }

    [Fact]
    public void Raise_DeskAwayForLong_DropsWholeStoriesAndNeverRed()
    {
        var outbox = SignalOutbox.Empty.Raise(Draft("sos", SignalColour.Red), Now).End("sos", Camera, "cancelled", Now);
        for (var i = 0; i < SignalOutbox.Capacity; i++)
        {
            outbox = outbox.Raise(Draft("device-offline"), Now).End("device-offline", Camera, "online", Now);
        }

        Assert.InRange(outbox.Errands.Length, SignalOutbox.Capacity - 1, SignalOutbox.Capacity);
        Assert.Equal((2 * SignalOutbox.Capacity) + 2, outbox.Errands.Length + outbox.Dropped);
        Assert.Equal("sos", outbox.Errands[0].Raise!.Source);
        Assert.Equal("cancelled", outbox.Errands[1].End!.Why);
        Assert.NotNull(outbox.Errands[2].Raise);
        Assert.NotNull(outbox.Errands[^1].End);
    }

    private static SignalDraft Draft(string source, SignalColour colour = SignalColour.Blue) =>
        new(
            Ulid.New(TimeProvider.System),
            source,
            new SignalSubject("camera", Camera, "北门"),
            "",
            colour,
            Now,
            null,
            null,
            [],
            TimeSpan.Zero,
            false,
            false
        );
}
