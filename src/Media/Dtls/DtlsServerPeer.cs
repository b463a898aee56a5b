using System.Collections.Immutable;
using Org.BouncyCastle.Tls;

namespace Command.Media.Dtls;

/// <summary>The server's choices: DTLS 1.2, extended master secret, a client certificate, one SRTP profile.</summary>
internal sealed class DtlsServerPeer(
    DtlsCertificate certificate,
    ImmutableArray<DtlsFingerprint> expected,
    ImmutableArray<DtlsSrtpProfile> profiles
) : AbstractTlsServer(DtlsIdentity.Crypto), IDtlsPeer
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
    public override void ProcessClientExtensions(IDictionary<int, byte[]> clientExtensions)
    {
        base.ProcessClientExtensions(clientExtensions);
        var offered = TlsSrtpUtilities.GetUseSrtpExtension(clientExtensions)?.ProtectionProfiles ?? [];
        foreach (var profile in profiles)
        {
            if (offered.Contains(profile.Id))
            {
                _profile = profile;
                return;
            }
        }

        throw new TlsFatalAlert(AlertDescription.handshake_failure, "No common SRTP profile.");
    }

    /// <inheritdoc/>
    public override IDictionary<int, byte[]> GetServerExtensions()
    {
        var extensions = TlsExtensionsUtilities.EnsureExtensionsInitialised(base.GetServerExtensions());
        if (_profile is { } profile)
        {
            TlsSrtpUtilities.AddUseSrtpExtension(extensions, new UseSrtpData([profile.Id], []));
        }

        return extensions;
    }

    /// <inheritdoc/>
    public override TlsCredentials GetCredentials() => DtlsIdentity.Sign(m_context, certificate);

    /// <inheritdoc/>
    public override CertificateRequest GetCertificateRequest() =>
        new(
            [ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign],
            TlsUtilities.GetDefaultSupportedSignatureAlgorithms(m_context),
            null
        );

    /// <inheritdoc/>
    public override void NotifyClientCertificate(Certificate clientCertificate) => DtlsIdentity.Check(clientCertificate, expected);

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
}
