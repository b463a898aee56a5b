using Command.Contracts.Signals;

namespace Command.Silo.Signals;

/// <summary>The open signals, found by id and by what they are about. Not thread-safe.</summary>
internal sealed class SignalShelf
{
    private readonly Dictionary<string, SignalRecord> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Source, string SubjectId), HashSet<string>> _about = [];

    public int Count => _open.Count;

    public IEnumerable<SignalRecord> Open => _open.Values;

    public SignalRecord? Find(string id) => _open.GetValueOrDefault(id);

    /// <summary>Open signals of this source about this subject, groups with it among their members too; newest last.</summary>
    public IReadOnlyList<SignalRecord> About(string source, string subjectId) =>
        _about.TryGetValue((source, subjectId), out var ids)
            ? [.. ids.Select(id => _open[id]).OrderBy(record => record.State.RaisedAt)]
            : [];

    /// <summary>True when this very draft has been counted in an open signal.</summary>
    public bool Knows(SignalDraft draft) =>
        _open.ContainsKey(draft.Id)
        || About(draft.Source, draft.Subject.Id)
            .Any(record => record.State.Drafts.Contains(draft.Id) || record.State.Members.Any(member => member.DraftId == draft.Id));

    /// <summary>Takes a signal as it is now: one that is over leaves.</summary>
    public void Put(SignalRecord record)
    {
        if (record.State.IsOpen)
        {
            _open[record.Id] = record;
            foreach (var key in KeysOf(record.State))
            {
                if (!_about.TryGetValue(key, out var ids))
                {
                    _about[key] = ids = [];
                }
                ids.Add(record.Id);
            }
        }
        else if (_open.Remove(record.Id))
        {
            foreach (var key in KeysOf(record.State))
            {
                if (_about.TryGetValue(key, out var ids) && ids.Remove(record.Id) && ids.Count == 0)
                {
                    _about.Remove(key);
                }
            }
        }
    }

    private static IEnumerable<(string Source, string SubjectId)> KeysOf(StoredSignal signal) =>
        signal.IsGroup ? signal.Members.Select(member => (signal.Source, member.Subject.Id)) : [(signal.Source, signal.Subject.Id)];
}
