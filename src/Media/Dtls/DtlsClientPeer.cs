using System.Collections.Immutable;
using Org.BouncyCastle.Tls;

namespace Command.Media.Dtls;

/// <summary>The client's choices, the mirror of <see cref="DtlsServerPeer"/>.</summary>
internal sealed class DtlsClientPeer(
    DtlsCertificate certificate,
    ImmutableArray<DtlsFingerprint> expected,
    ImmutableArray<DtlsSrtpProfile> profiles
) : AbstractTlsClient(DtlsIdentity.Crypto), IDtlsPeer
{
    private DtlsSrtpProfile? _profile;
    private volatile bool _closedByPeer;

    /// <inheritdoc/>
    public DtlsSrtpKeys? Keys { get; private set; }

    /// <inheritdoc/>
    public bool IsClosedByPeer => _closedByPeer;

    /// <inheritdoc/>
    public override int GetHandshakeTimeoutMillis() => DtlsIdentity.HandshakeTimeoutMilliseconds;

    /// <inheritdoc/>
    public override int GetHandshakeResendTimeMillis() => DtlsIdentity.ResendMilliseconds;

    /// <inheritdoc/>
    public override bool RequiresExtendedMasterSecret() => true;

    /// <inheritdoc/>
    public override IDictionary<int, byte[]> GetClientExtensions()
    {
        var extensions = TlsExtensionsUtilities.EnsureExtensionsInitialised(base.GetClientExtensions());
        TlsSrtpUtilities.AddUseSrtpExtension(extensions, new UseSrtpData([.. profiles.Select(profile => (int)profile.Id)], []));
        return extensions;
    }

    /// <inheritdoc/>
    public override void ProcessServerExtensions(IDictionary<int, byte[]> serverExtensions)
    {
        base.ProcessServerExtensions(serverExtensions);
        var chosen = TlsSrtpUtilities.GetUseSrtpExtension(serverExtensions)?.ProtectionProfiles ?? [];
        foreach (var profile in profiles)
        {
            if (chosen is [var id] && id == profile.Id)
            {
                _profile = profile;
            }
        }
    }

    /// <inheritdoc/>
    public override TlsAuthentication GetAuthentication() => new Authentication(this);

    /// <inheritdoc/>
    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        Keys = _profile is { } profile ? DtlsIdentity.Export(m_context, profile) : null;
    }

    /// <inheritdoc/>
    public override void NotifyAlertReceived(short alertLevel, short alertDescription)
    {
        _closedByPeer |= alertLevel == AlertLevel.fatal || alertDescription == AlertDescription.close_notify;
        base.NotifyAlertReceived(alertLevel, alertDescription);
    }

    /// <inheritdoc/>
    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    /// <inheritdoc/>
    protected override int[] GetSupportedCipherSuites() => DtlsIdentity.CipherSuites;

    private sealed class Authentication(DtlsClientPeer peer) : TlsAuthentication
    {
        public void NotifyServerCertificate(TlsServerCertificate serverCertificate) =>
            DtlsIdentity.Check(serverCertificate.Certificate, peer.Expected);

        public TlsCredentials GetClientCredentials(CertificateRequest certificateRequest) =>
            DtlsIdentity.Sign(peer.m_context, peer.Certificate);
    }

    private DtlsCertificate Certificate => certificate;

    private ImmutableArray<DtlsFingerprint> Expected => expected;
}
