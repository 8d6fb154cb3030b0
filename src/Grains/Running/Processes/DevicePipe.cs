using System.Buffers.Binary;
using Orleans.Serialization;

namespace Orchestrator.Grains.Running.Processes;

/// <summary>One side of the pipe between a silo and a device process: messages in Orleans' binary form, each behind its length (4 bytes, little-endian).</summary>
internal sealed class DevicePipe(Stream input, Stream output, Serializer<DeviceMessage> serializer)
{
    private const int LengthBytes = sizeof(int);

    private readonly Lock _sending = new();

    /// <exception cref="IOException">The other side is gone.</exception>
    public void Send(DeviceMessage message)
    {
        var body = serializer.SerializeToArray(message);
        var length = new byte[LengthBytes];
        BinaryPrimitives.WriteInt32LittleEndian(length, body.Length);
        lock (_sending)
        {
            output.Write(length);
            output.Write(body);
            output.Flush();
        }
    }

    /// <summary>Waits for the next message; null: the other side is gone, even if in the middle of one.</summary>
    /// <exception cref="InvalidDataException">What arrives is no message.</exception>
    public DeviceMessage? Receive()
    {
        try
        {
            var length = new byte[LengthBytes];
            if (input.ReadAtLeast(length, LengthBytes, throwOnEndOfStream: false) < LengthBytes) return null;
            var count = BinaryPrimitives.ReadInt32LittleEndian(length);
            if (count <= 0) throw new InvalidDataException($"A message of {count} bytes was announced: something else writes to the pipe.");
            var body = new byte[count];
            return input.ReadAtLeast(body, count, throwOnEndOfStream: false) < count ? null : serializer.Deserialize(body);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
