namespace Command.Media.Buffers;

/// <summary>Sees every rent and return of a <see cref="PacketPool"/>. Called on the thread that rents or returns.</summary>
internal interface IPacketPoolObserver
{
    /// <summary>A buffer was handed out.</summary>
    void OnRented(PacketBuffer buffer);

    /// <summary>The last reference was given back.</summary>
    /// <returns><see langword="true"/> if the pool may use the buffer again.</returns>
    bool OnReturned(PacketBuffer buffer);

    /// <summary>A reference was given back that nobody held.</summary>
    void OnOverReturned(PacketBuffer buffer);
}
