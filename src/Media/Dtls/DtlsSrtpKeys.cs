namespace Command.Media.Dtls;

/// <summary>Master keys for both directions out of the exporter (RFC 5764 §4.2).</summary>
/// <param name="Profile">What was negotiated.</param>
/// <param name="Material">client key | server key | client salt | server salt.</param>
internal sealed record DtlsSrtpKeys(DtlsSrtpProfile Profile, byte[] Material)
{
    /// <summary>Label of the exporter; its context is absent, not empty.</summary>
    public const string ExporterLabel = "EXTRACTOR-dtls_srtp";

    /// <summary>What the client protects with.</summary>
    public ReadOnlySpan<byte> ClientKey => Material.AsSpan(0, Profile.KeyLength);

    /// <summary>What the server protects with.</summary>
    public ReadOnlySpan<byte> ServerKey => Material.AsSpan(Profile.KeyLength, Profile.KeyLength);

    /// <summary>Salt beside <see cref="ClientKey"/>.</summary>
    public ReadOnlySpan<byte> ClientSalt => Material.AsSpan(2 * Profile.KeyLength, Profile.SaltLength);

    /// <summary>Salt beside <see cref="ServerKey"/>.</summary>
    public ReadOnlySpan<byte> ServerSalt => Material.AsSpan((2 * Profile.KeyLength) + Profile.SaltLength, Profile.SaltLength);

    /// <summary>Bytes the exporter must give.</summary>
    public static int MaterialLength(DtlsSrtpProfile profile) => 2 * (profile.KeyLength + profile.SaltLength);

    /// <summary>Says nothing about the keys.</summary>
    public override string ToString() => $"use_srtp {Profile.Id}";
}
