using Command.Contracts.Approvals;
using Microsoft.Extensions.Logging;

namespace Command.Silo.Approvals;

/// <summary>The hands of one approval (key: its id).</summary>
[GrainType("approval-runner"), CollectionAgeLimit(Minutes = 2)]
internal sealed partial class ApprovalRunnerGrain(IEnumerable<IApprovedAct> acts, ILogger<ApprovalRunnerGrain> logger)
    : Grain,
        IApprovalRunner
{
    public async Task RunAsync(Approval approval, CancellationToken cancellationToken)
    {
        var act = acts.FirstOrDefault(act => act.Act == approval.Act);
        if (act is null)
        {
            Log.UnknownAct(logger, approval.Id, approval.Act);
            return; // a newer node knows it: the desk's deadline asks again
        }
        try
        {
            var refusal = await act.CarryOutAsync(approval, cancellationToken);
            await GrainFactory
                .GetGrain<IApprovalIntake>(ApprovalDeskGrain.SiteKey)
                .FinishedAsync(approval.Id, refusal?.Reason, cancellationToken);
        }
        catch (Exception e)
        {
            Log.NotDone(logger, approval.Id, approval.Act, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "ApprovedActUnknown",
            Level = LogLevel.Warning,
            Message = "Approval {Id} is for {Act}, which this node does not know"
        )]
        public static partial void UnknownAct(ILogger logger, string id, string act);

        [LoggerMessage(
            EventName = "ApprovedActNotDone",
            Level = LogLevel.Warning,
            Message = "Approved act {Act} of {Id} was not carried out; it is tried again"
        )]
        public static partial void NotDone(ILogger logger, string id, string act, Exception exception);
    }
}
