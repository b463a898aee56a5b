using System.Collections.Immutable;

namespace Command.Media.Dtls;

/// <summary>
/// One handshake with ourselves at start, so that the first viewer does not pay for compiling the TLS library (130 to 230 ms, measured).
/// </summary>
internal static class DtlsWarmUp
{
    /// <summary>Starts it on the pool.</summary>
    /// <returns>Ends when both sides are done; never throws.</returns>
    public static Task RunAsync(DtlsCertificate certificate, ImmutableArray<DtlsSrtpProfile> profiles, DtlsWorkers workers)
    {
        DtlsHandshake? client = null;
        DtlsHandshake? server = null;
        ImmutableArray<DtlsFingerprint> fingerprints = [certificate.Fingerprint];
        server = new(DtlsRole.Server, certificate, fingerprints, profiles, (datagram, _) => client!.Offer(datagram)); // set before any is sent
        client = new(DtlsRole.Client, certificate, fingerprints, profiles, (datagram, _) => server.Offer(datagram));
        return Task.WhenAll(StartAsync(server, workers), StartAsync(client, workers));
    }

    private static Task StartAsync(DtlsHandshake side, DtlsWorkers workers)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var accepted = workers.TryRun(() =>
        {
            try
            {
                side.Run();
            }
            catch (DtlsException)
            {
                // Only time was lost: real sessions will tell what is wrong.
            }

            done.TrySetResult();
        });
        return accepted ? done.Task : Task.CompletedTask;
    }
}
