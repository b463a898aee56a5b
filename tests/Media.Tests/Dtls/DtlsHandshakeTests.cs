using System.Buffers.Binary;
using System.Collections.Immutable;
using Command.Media.Dtls;
using Microsoft.Extensions.Logging.Abstractions;

namespace Command.Media.Tests.Dtls;

public sealed class DtlsHandshakeTests
{
    private static readonly DtlsSrtpProfile Gcm = new(7, 16, 12);
    private static readonly DtlsSrtpProfile Cm = new(1, 16, 14);
    private static readonly DtlsCertificate ServerCertificate = DtlsCertificate.Create(TimeProvider.System);
    private static readonly DtlsCertificate ClientCertificate = DtlsCertificate.Create(TimeProvider.System);

    public static TheoryData<int[], int> Offers =>
        new()
        {
            { [1, 7], 7 },
            { [7, 1], 7 },
            { [1], 1 },
        };

    [Theory, MemberData(nameof(Offers))]
    public async Task Run_CommonProfile_GivesBothSidesTheSameKeys(int[] offered, int chosen)
    {
        using var link = new Link([.. offered.Select(id => id == 7 ? Gcm : Cm)]);
        var (server, client) = await link.RunAsync();
        Assert.Equal(chosen, server!.Profile.Id);
        Assert.Equal(server.Material, client!.Material);
        Assert.Equal(DtlsSrtpKeys.MaterialLength(server.Profile), server.Material.Length);
        Assert.Equal(server.Profile.SaltLength, server.ServerSalt.Length);
        Assert.False(server.ClientKey.SequenceEqual(server.ServerKey));
    }

    [Fact]
    public async Task Run_CertificateOfAnotherOffer_Fails()
    {
        using var link = new Link([Gcm], expectedByServer: ServerCertificate.Fingerprint);
        await link.RunAsync();
        Assert.Contains("bad_certificate", link.ServerFault?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoCommonProfile_Fails()
    {
        using var link = new Link([new DtlsSrtpProfile(8, 32, 12)]);
        await link.RunAsync();
        Assert.Contains("handshake_failure", link.ServerFault?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Run_SixthOfTheDatagramsLost_StillConnects(int seed)
    {
        var random = new Random(seed);
        using var link = new Link([Gcm], lose: Lose);
        var (server, client) = await link.RunAsync();
        Assert.Equal(server!.Material, client!.Material);

        bool Lose()
        {
            lock (random)
            {
                return random.Next(6) == 0;
            }
        }
    }

    [Fact]
    public async Task Run_ClientHelloInTwoDatagrams_IsPutTogether()
    {
        // Chromium's hello with post-quantum key shares does not fit one datagram.
        using var link = new Link([Gcm]) { SplitsHello = true };
        var (server, client) = await link.RunAsync();
        Assert.Equal(server!.Material, client!.Material);
    }

    [Fact]
    public async Task Run_Aborted_FailsAtOnce()
    {
        using var link = new Link([Gcm], lose: () => true);
        var running = link.RunAsync();
        link.Server.Abort();
        link.Client.Abort();
        await running;
        Assert.NotNull(link.ServerFault);
        Assert.NotNull(link.ClientFault);
    }

    [Fact]
    public async Task Pump_AfterClientClosed_HearsIt()
    {
        using var link = new Link([Gcm]);
        await link.RunAsync();
        link.Client.Close();
        Assert.True(link.Server.HasPending);
        link.Server.Pump();
        Assert.True(link.Server.IsClosedByPeer);
    }

    [Fact]
    public async Task Pump_AfterOurOwnClose_LeavesNothingThatAsksForAnother()
    {
        using var link = new Link([Gcm]);
        await link.RunAsync();
        link.Server.Close();
        link.Client.Close(); // its close_notify comes when nobody looks any more

        Assert.True(link.Server.HasPending);
        link.Server.Pump();
        Assert.False(link.Server.HasPending);
    }

    [Fact]
    public async Task Pump_ClientThatMissedOurLastFlight_GetsItAgain()
    {
        using var link = new Link([Gcm]) { LosesFirstLastFlight = true };
        var (server, client) = await link.RunAsync();
        Assert.Equal(server!.Material, client!.Material);
        Assert.True(link.LastFlights > 1, "the last flight was never lost");
    }

    [Fact]
    public async Task Pump_Garbage_IsIgnored()
    {
        using var link = new Link([Gcm]);
        await link.RunAsync();
        var random = new Random(6347);
        for (var i = 0; i < 500; i++)
        {
            var garbage = new byte[random.Next(1, 200)];
            random.NextBytes(garbage);
            garbage[0] = (byte)random.Next(20, 64);
            link.Server.Offer(garbage);
            link.Server.Pump();
        }

        Assert.False(link.Server.IsClosedByPeer);
    }

    [Fact]
    public void Matches_FingerprintOfAnyCase_AndKnownHashOnly()
    {
        var der = ServerCertificate.Der;
        Assert.True(new DtlsFingerprint("sha-256", ServerCertificate.Fingerprint.Value.ToLowerInvariant()).Matches(der));
        Assert.True(DtlsFingerprint.Compute(der, "sha-512").Matches(der));
        Assert.False(ClientCertificate.Fingerprint.Matches(der));
        Assert.False(new DtlsFingerprint("sha-1", ServerCertificate.Fingerprint.Value).Matches(der));
    }

    /// <summary>Two sides joined without a network; each runs on a thread of its own.</summary>
    private sealed class Link : IDisposable
    {
        private readonly DtlsWorkers _workers = new(2, 8, NullLogger<DtlsWorkers>.Instance);
        private int _lastFlights;

        public Link(ImmutableArray<DtlsSrtpProfile> offered, DtlsFingerprint? expectedByServer = null, Func<bool>? lose = null)
        {
            Server = new DtlsHandshake(
                DtlsRole.Server,
                ServerCertificate,
                [expectedByServer ?? ClientCertificate.Fingerprint],
                [Gcm, Cm],
                (datagram, _) =>
                {
                    var isLastFlight = datagram[0] == 20; // it begins with ChangeCipherSpec
                    var isFirst = isLastFlight && Interlocked.Increment(ref _lastFlights) == 1;
                    if (lose?.Invoke() != true && !(LosesFirstLastFlight && isFirst))
                    {
                        Client!.Offer(datagram);
                    }
                }
            );
            Client = new DtlsHandshake(
                DtlsRole.Client,
                ClientCertificate,
                [ServerCertificate.Fingerprint],
                offered,
                (datagram, _) =>
                {
                    if (lose?.Invoke() != true)
                    {
                        OfferToServer(datagram);
                    }
                }
            );
        }

        /// <summary>Cuts the ClientHello into two fragments in datagrams of their own; later epoch-0 records count one further.</summary>
        public bool SplitsHello { get; init; }

        public DtlsHandshake Server { get; }

        public DtlsHandshake Client { get; }

        public DtlsException? ServerFault { get; private set; }

        public DtlsException? ClientFault { get; private set; }

        /// <summary>How often the server sent its last flight.</summary>
        public int LastFlights => Volatile.Read(ref _lastFlights);

        public bool LosesFirstLastFlight { get; init; }

        public async Task<(DtlsSrtpKeys? Server, DtlsSrtpKeys? Client)> RunAsync()
        {
            var server = Start(Server, fault => ServerFault = fault);
            var client = Start(Client, fault => ClientFault = fault);
            var serverKeys = await server;
            while (!client.IsCompleted)
            {
                // As the transport does: what comes after the handshake is looked at when it comes.
                Server.Pump();
                await Task.WhenAny(client, Task.Delay(5));
            }

            return (serverKeys, await client);
        }

        public void Dispose() => _workers.Dispose();

        private void OfferToServer(ReadOnlySpan<byte> datagram)
        {
            if (!SplitsHello)
            {
                Server.Offer(datagram);
                return;
            }

            var copy = datagram.ToArray();
            if (copy[0] == 22 && copy[13] == 1)
            {
                var body = copy.AsSpan(25);
                Server.Offer(Fragment(copy, 0, body[..40]));
                Server.Offer(Fragment(copy, 40, body[40..]));
                return;
            }

            for (var offset = 0; offset < copy.Length; offset += 13 + BinaryPrimitives.ReadUInt16BigEndian(copy.AsSpan(offset + 11)))
            {
                if (copy[offset + 4] == 0)
                {
                    copy[offset + 10]++;
                }
            }

            Server.Offer(copy);
        }

        private static byte[] Fragment(byte[] hello, int from, ReadOnlySpan<byte> part)
        {
            byte[] record = [.. hello[..25], .. part];
            record[10] = (byte)(from == 0 ? 0 : 1);
            BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(11), (ushort)(12 + part.Length));
            BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(20), (ushort)from); // low bytes of the 24-bit fields
            BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(23), (ushort)part.Length);
            return record;
        }

        private Task<DtlsSrtpKeys?> Start(DtlsHandshake side, Action<DtlsException> onFault)
        {
            var done = new TaskCompletionSource<DtlsSrtpKeys?>(TaskCreationOptions.RunContinuationsAsynchronously);
            Assert.True(
                _workers.TryRun(() =>
                {
                    try
                    {
                        done.SetResult(side.Run());
                    }
                    catch (DtlsException e)
                    {
                        onFault(e);
                        done.SetResult(null);
                    }
                })
            );
            return done.Task;
        }
    }
}
