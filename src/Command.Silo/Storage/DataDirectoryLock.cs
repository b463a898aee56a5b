namespace Command.Silo.Storage;

/// <summary>
/// Holds a data directory for one process. The kernel lets go when the process ends, however it ends, so a killed server never leaves the
/// directory locked.
/// </summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, waiting up to <paramref name="patience"/> for a predecessor that is still ending.</summary>
    /// <exception cref="StorageException">Another process holds it.</exception>
    public static async Task<DataDirectoryLock> TakeAsync(
        string directory,
        TimeSpan patience,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                var path = Path.Combine(directory, "command.db.lock");
                return new DataDirectoryLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (time.GetElapsedTime(start) < patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
            }
            catch (IOException e)
            {
                throw new StorageException($"The data directory '{Path.GetFullPath(directory)}' is used by another process.", e);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
