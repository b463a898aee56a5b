using System.Buffers;

namespace Command.Media.Workers;

/// <summary>What a worker process does with a request. Called for one request at a time; request bytes are borrowed for the call.</summary>
internal interface IWorkerJob
{
    /// <summary>Writes the answer. An exception costs this request only and reaches the asker as text.</summary>
    void Execute(ReadOnlySpan<byte> request, IBufferWriter<byte> reply);
}
