using System.Net;
using System.Text;
using Command.Media.Stun;
using Command.Media.Transport;

namespace Command.Media.Ice;

/// <summary>
/// The lite role of RFC 8445 §2.5: answers authenticated binding requests and nothing else, never asks, never gathers, is always
/// controlled. A strangers' request costs one HMAC and gets silence.
/// </summary>
/// <remarks>
/// Called on the mux receive thread only. Consent (RFC 7675) is what a lite agent can see of it: authenticated checks that keep coming.
/// </remarks>
internal sealed class IceLiteAgent
{
    /// <summary>Room every answer fits in.</summary>
    public const int MaxResponseLength = 256;

    private const int RoleConflict = 487;
    private const int UnknownAttribute = 420;
    private readonly byte[] _localUfrag;
    private readonly byte[] _remoteUfrag;

    /// <summary>Begins a generation.</summary>
    /// <param name="local">Ours, as in the answer.</param>
    /// <param name="remoteUfrag">The peer's, as in the offer; checks that name another generation are ignored.</param>
    public IceLiteAgent(IceCredentials local, string remoteUfrag)
    {
        Local = local;
        _localUfrag = Encoding.UTF8.GetBytes(local.Ufrag);
        _remoteUfrag = Encoding.UTF8.GetBytes(remoteUfrag);
    }

    /// <summary>Our credentials.</summary>
    public IceCredentials Local { get; }

    /// <summary>Authentic checks so far.</summary>
    public long Checks { get; private set; }

    /// <summary>Judges a request and writes the answer (RFC 8445 §7.3).</summary>
    /// <param name="request">Well-formed binding request.</param>
    /// <param name="from">Where it came from; borrowed.</param>
    /// <param name="response">At least <see cref="MaxResponseLength"/> bytes.</param>
    /// <param name="length">Bytes of the answer to send back there; 0 for silence.</param>
    public IceVerdict Handle(in StunMessage request, SocketAddress from, Span<byte> response, out int length)
    {
        length = 0;
        if (
            !request.TryGet(StunAttribute.Username, out var userName)
            || !IsForUs(userName)
            || !request.VerifyIntegrity(Local.Key)
            || (request.HasFingerprint && !request.VerifyFingerprint())
        )
        {
            return IceVerdict.Ignored;
        }

        Span<ushort> unknown = stackalloc ushort[8];
        var unknownCount = request.CollectUnknownRequired(unknown);
        if (unknownCount > 0)
        {
            length = WriteUnknownAttributes(request, unknown[..unknownCount], response);
            return IceVerdict.Refused;
        }

        if (request.Has(StunAttribute.IceControlled))
        {
            length = WriteRoleConflict(request, response);
            return IceVerdict.Refused;
        }

        Checks++;
        length = WriteSuccess(request, from, response);
        return request.Has(StunAttribute.UseCandidate) ? IceVerdict.Nominated : IceVerdict.Checked;
    }

    private bool IsForUs(ReadOnlySpan<byte> userName) =>
        userName.Length == _localUfrag.Length + 1 + _remoteUfrag.Length
        && userName.StartsWith(_localUfrag)
        && userName[_localUfrag.Length] == (byte)':'
        && userName.EndsWith(_remoteUfrag);

    private int WriteSuccess(in StunMessage request, SocketAddress from, Span<byte> response)
    {
        var writer = new StunMessageWriter(response, StunClass.Success, StunMessage.BindingMethod, request.TransactionId);
        writer.AddXorMappedAddress(SocketAddressBytes.Address(from), SocketAddressBytes.Port(from));
        return Finish(ref writer);
    }

    private int WriteRoleConflict(in StunMessage request, Span<byte> response)
    {
        var writer = new StunMessageWriter(response, StunClass.Error, StunMessage.BindingMethod, request.TransactionId);
        writer.AddErrorCode(RoleConflict, "Role Conflict"u8);
        return Finish(ref writer);
    }

    private int WriteUnknownAttributes(in StunMessage request, ReadOnlySpan<ushort> types, Span<byte> response)
    {
        var writer = new StunMessageWriter(response, StunClass.Error, StunMessage.BindingMethod, request.TransactionId);
        writer.AddErrorCode(UnknownAttribute, "Unknown Attribute"u8);
        writer.AddUnknownAttributes(types);
        return Finish(ref writer);
    }

    private int Finish(ref StunMessageWriter writer)
    {
        writer.AddMessageIntegrity(Local.Key);
        writer.AddFingerprint();
        return writer.Length;
    }
}
