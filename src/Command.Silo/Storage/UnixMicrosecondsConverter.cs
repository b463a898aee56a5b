using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Command.Silo.Storage;

/// <summary>Stores every <see cref="DateTimeOffset"/> of the model as <see cref="UnixMicroseconds"/>.</summary>
internal sealed class UnixMicrosecondsConverter()
    : ValueConverter<DateTimeOffset, long>(time => UnixMicroseconds.From(time), value => UnixMicroseconds.ToTime(value));
