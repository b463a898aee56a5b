using System.Text.Encodings.Web;
using System.Text.Json;

namespace Command.Silo.Common;

/// <summary>JSON for the record: Chinese text stays readable in a database shell, and a third of the size.</summary>
internal static class RecordJson
{
    /// <summary>The same options without escapes that only HTML needs; nothing here is put into HTML without encoding.</summary>
    public static JsonSerializerOptions Readable(JsonSerializerOptions options) =>
        new(options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = null };
}
