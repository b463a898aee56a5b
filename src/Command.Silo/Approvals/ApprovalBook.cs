using System.Collections.Immutable;
using Command.Contracts.Approvals;

namespace Command.Silo.Approvals;

/// <summary>All requests that are open or not long decided, oldest first.</summary>
internal sealed record ApprovalBook(ImmutableArray<Approval> Items)
{
    public static readonly ApprovalBook Empty = new([]);

    public Approval? Find(string id) => Items.FirstOrDefault(item => item.Id == id);

    public ApprovalBook With(Approval approval) =>
        Find(approval.Id) is { } before ? new ApprovalBook(Items.Replace(before, approval)) : new ApprovalBook(Items.Add(approval));
}
