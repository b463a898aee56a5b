using System.Data.Common;

namespace Command.Silo.Storage;

/// <summary>One statement that both databases understand, with its values.</summary>
internal sealed record SqlStatement(string Text, DbParameter[] Parameters);
