namespace Command.Media.WebRtc;

/// <summary>What a <see cref="SendLoop"/> drives. All calls come from the loop's thread.</summary>
internal interface ISendLoopClient
{
    /// <summary>There is something to do.</summary>
    /// <param name="now"><see cref="TimeProvider.GetTimestamp"/>.</param>
    void Run(long now);

    /// <summary>A few times per second, for reports and clocks.</summary>
    /// <param name="now"><see cref="TimeProvider.GetTimestamp"/>.</param>
    void Tick(long now);

    /// <summary>A call threw: a defect. The client must end itself; the loop goes on with the others.</summary>
    void Fail(Exception exception);
}
