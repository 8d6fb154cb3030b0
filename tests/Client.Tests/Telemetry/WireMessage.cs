using System.Text;
using Google.Protobuf;

namespace Orchestrator.Client.Tests.Telemetry;

/// <summary>A protobuf message without its schema: values by field number, as they came.</summary>
internal sealed class WireMessage
{
    private readonly List<(int Field, byte[] Bytes)> _parts = [];
    private readonly List<(int Field, ulong Bits)> _numbers = [];

    public WireMessage(byte[] content)
    {
        using var input = new CodedInputStream(content);
        while (input.ReadTag() is var tag && tag != 0)
        {
            var field = WireFormat.GetTagFieldNumber(tag);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.LengthDelimited:
                    _parts.Add((field, input.ReadBytes().ToByteArray()));
                    break;
                case WireFormat.WireType.Varint:
                    _numbers.Add((field, input.ReadUInt64()));
                    break;
                case WireFormat.WireType.Fixed64:
                    _numbers.Add((field, input.ReadFixed64()));
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
    }

    public IEnumerable<WireMessage> Messages(int field) => _parts.Where(part => part.Field == field).Select(part => new WireMessage(part.Bytes));

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    /// <summary>Lower-case hexadecimal, as ids of traces are written; empty where the field is not there.</summary>
    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field));

    public ulong? Number(int field) => _numbers.Where(number => number.Field == field).Select(number => (ulong?)number.Bits).FirstOrDefault();

    public bool Has(int field) => _parts.Any(part => part.Field == field);

    private byte[] Bytes(int field) => _parts.FirstOrDefault(part => part.Field == field).Bytes ?? [];
}
