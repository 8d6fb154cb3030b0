using System.Buffers.Binary;

namespace Orchestrator.OdeEngine.Native;

/// <summary>A look at a Linux library before the loader sees it: mapping one that is cut off ends the process with SIGBUS.</summary>
/// <remarks>System V ABI, chapter 4 (ELF header) and 5 (program header).</remarks>
internal static class ElfFile
{
    private const int HeaderSize = 64;
    private const int ProgramHeaderSize = 56;

    /// <summary>What is wrong with the file, or null when all that gets mapped is there. Reads the headers only.</summary>
    public static string? DefectOf(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var header = Read(file, 0, HeaderSize);
            if (header.Length < HeaderSize || !header.AsSpan().StartsWith("\u007fELF\u0002\u0001"u8))
                return $"{path} is not a 64-bit ELF library ({file.Length} bytes).";
            return MappedBytes(file, header) > (ulong)file.Length ? $"{path} is cut off after {file.Length} bytes." : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static ulong MappedBytes(FileStream file, ReadOnlySpan<byte> header)
    {
        var at = BinaryPrimitives.ReadUInt64LittleEndian(header[0x20..]);
        var length = BinaryPrimitives.ReadUInt16LittleEndian(header[0x38..]) * ProgramHeaderSize;
        var end = at + (ulong)length;
        if (end > (ulong)file.Length)
            return end;
        var table = Read(file, (long)at, length).AsSpan();
        for (; table.Length >= ProgramHeaderSize; table = table[ProgramHeaderSize..])
            end = Math.Max(end, BinaryPrimitives.ReadUInt64LittleEndian(table[8..]) + BinaryPrimitives.ReadUInt64LittleEndian(table[32..]));
        return end;
    }

    private static byte[] Read(FileStream file, long at, int length)
    {
        var bytes = new byte[length];
        file.Position = at;
        return bytes[..file.ReadAtLeast(bytes, length, throwOnEndOfStream: false)];
    }
}
