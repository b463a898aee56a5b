using Command.Media.WebRtc;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;

namespace Command.Media.Tests.WebRtc;

public sealed class NackGeneratorTests
{
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(100);
    private readonly FakeTimeProvider _time = new();
    private readonly NackGenerator _nack;

    public NackGeneratorTests()
    {
        _nack = new NackGenerator(_time);
    }

    [Fact]
    public void Collect_Gap_IsAskedForOnceTheToleranceIsOver()
    {
        Assert.False(Arrive(10));
        Assert.True(Arrive(14));
        Pass(9);
        Assert.Empty(Collect());
        Pass(1);
        Assert.Equal([11, 12, 13], Collect());
        Assert.Empty(Collect());
    }

    [Fact]
    public void OnPacket_OvertakenPacket_IsNeverAskedFor()
    {
        Arrive(10);
        Arrive(12);
        Pass(5);
        Assert.False(Arrive(11));
        Pass(50);
        Assert.Empty(Collect());
        Assert.Equal((0, 0L), (_nack.Count, _nack.Requested));
    }

    [Fact]
    public void Collect_NoAnswer_AsksAgainByTheRoundTripUntilTheCap()
    {
        Arrive(10);
        Arrive(12);
        var asked = new List<int>();
        for (var passed = 0; passed < 2_000; passed += 5, Pass(5))
        {
            if (Collect().Count > 0)
            {
                asked.Add(passed);
            }
        }
        Assert.Equal([10, 135, 260, 385, 510, 635], asked);
        Assert.Equal((6L, 1L, 0), (_nack.Requested, _nack.Abandoned, _nack.Count));
    }

    [Fact]
    public void Collect_LongRoundTrip_GivesUpAfterASecond()
    {
        Arrive(10);
        Arrive(12);
        var asked = 0;
        for (var passed = 0; passed < 1_000; passed += 5, Pass(5))
        {
            asked += _nack.Collect(new ushort[8], _time.GetTimestamp(), TimeSpan.FromMilliseconds(300));
        }
        Assert.Equal(3, asked);
        Assert.Equal(1, _nack.Count);
        _nack.Collect(new ushort[8], _time.GetTimestamp(), TimeSpan.FromMilliseconds(300));
        Assert.Equal(0, _nack.Count);
    }

    [Fact]
    public void TryResolve_RepairedPacket_TellsWhenItWasMissedAndAsked()
    {
        Arrive(10);
        Pass(1);
        Arrive(12);
        var missedAt = _time.GetTimestamp();
        Pass(10);
        Collect();
        var askedAt = _time.GetTimestamp();
        Pass(125);
        Collect();
        var askedAgainAt = _time.GetTimestamp();
        Pass(40);
        Assert.True(_nack.TryResolve(11, out var history));
        Assert.Equal(
            (missedAt, askedAt, askedAgainAt, 2),
            (history.NoticedAt, history.FirstAskedAt, history.LastAskedAt, history.Requests)
        );
        Assert.False(_nack.TryResolve(11, out _));
    }

    [Fact]
    public void OnPacket_Outage_IsNotAskedFor()
    {
        Arrive(10);
        Arrive(12);
        Assert.True(_nack.OnPacket(12 + NackGenerator.Capacity + 2, _time.GetTimestamp(), out var isOutage));
        Assert.True(isOutage);
        Pass(20);
        Assert.Empty(Collect());
        Assert.Equal(NackGenerator.Capacity + 2, _nack.Abandoned);
    }

    [Fact]
    public void OnPacket_MoreGapsThanFit_TheOldestAreGivenUp()
    {
        for (var i = 0; i <= NackGenerator.Capacity + 20; i++)
        {
            Arrive(i * 2);
        }
        Assert.Equal((NackGenerator.Capacity, 20L), (_nack.Count, _nack.Abandoned));
        Pass(20);
        var all = new ushort[NackGenerator.Capacity];
        Assert.Equal(NackGenerator.Capacity, _nack.Collect(all, _time.GetTimestamp(), RoundTrip));
        Assert.Equal(Enumerable.Range(20, NackGenerator.Capacity).Select(i => (ushort)((i * 2) + 1)), all);
    }

    [Fact]
    public void ForgetBeforeKeyFrame_WhatMayBeItsBeginning_IsStillAskedFor()
    {
        Arrive(10);
        Arrive(12);
        Arrive(20);
        Assert.Equal(13, _nack.ForgetBeforeKeyFrame(20));
        Pass(20);
        Assert.Equal(Enumerable.Range(13, 7), Collect());
        Assert.Equal(1, _nack.Abandoned);
    }

    [Fact]
    public void ForgetBeforeKeyFrame_NothingMissingRightBefore_ForgetsAllOlder()
    {
        Arrive(10);
        Arrive(12);
        Arrive(13);
        Assert.Equal(13, _nack.ForgetBeforeKeyFrame(13));
        Assert.Equal(0, _nack.Count);
    }

    /// <summary>Against a set that knows everything: what is missing is asked for, and nothing else is.</summary>
    [Property(MaxTest = 500)]
    public void Collect_AnyArrivals_AsksForWhatIsMissingOnly(byte[] steps)
    {
        // A property runs many times on one instance.
        var nack = new NackGenerator(_time);
        var missing = new SortedSet<long>();
        long newest = 65_000;
        nack.OnPacket(newest, _time.GetTimestamp(), out _);
        foreach (var step in steps)
        {
            var number =
                step < 60 && missing.Count > 0 ? missing.ElementAt(step % missing.Count) : newest + 1 + (step % 5 == 0 ? step % 7 : 0);
            for (var lost = newest + 1; lost < number; lost++)
            {
                missing.Add(lost);
            }
            missing.Remove(number);
            newest = Math.Max(newest, number);
            nack.OnPacket(number, _time.GetTimestamp(), out _);
        }
        Assert.Equal(missing.Count, nack.Count);
        Pass(10);
        Assert.Equal(missing.Select(number => (int)(ushort)number), Collect(nack));
    }

    private bool Arrive(long sequence) => _nack.OnPacket(sequence, _time.GetTimestamp(), out _);

    private void Pass(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private List<int> Collect(NackGenerator? nack = null)
    {
        var numbers = new ushort[NackGenerator.Capacity];
        var count = (nack ?? _nack).Collect(numbers, _time.GetTimestamp(), RoundTrip);
        return [.. numbers[..count].Select(number => (int)number)];
    }
}
