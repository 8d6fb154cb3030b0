#if !NET // the build compiles this file for netstandard2.0 (see RelaxSymbolVersion below), the engine for net10.0
using System;
#endif
using System.Text;

namespace Orchestrator.Build;

/// <summary>How an ELF file stands towards one symbol version of another library, e.g. GLIBCXX_3.4.32.</summary>
public enum VersionNeed
{
    /// <summary>Not a little-endian 64-bit ELF file; nothing is known about it.</summary>
    NotElf = 0,

    /// <summary>An ELF file whose tables point outside the file: it is cut off or damaged.</summary>
    Damaged = 1,

    /// <summary>The file does not ask for this version.</summary>
    Absent = 2,

    /// <summary>The file asks for this version; the loader refuses the file where the version is missing.</summary>
    Required = 3,

    /// <summary>The file mentions this version, but loads without it.</summary>
    Weak = 4,
}

/// <summary>
/// Reads and relaxes symbol-version requirements of ELF64 little-endian files.
/// A requirement is a Vernaux record of the <c>.gnu.version_r</c> section; bit 0x2 of its flags (VER_FLG_WEAK)
/// tells the dynamic loader to accept a library that lacks the version.
/// </summary>
/// <remarks>
/// Layout: System V ABI, chapter 4 (ELF header, section headers); Linux Standard Base Core 5.0, section 10.7
/// (Verneed, Vernaux). Written for netstandard2.0, because the build compiles this very file as an MSBuild task.
/// </remarks>
public static class ElfSymbolVersions
{
    private const int ElfHeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const uint VersionNeedSection = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort WeakFlag = 0x2;                // VER_FLG_WEAK

    /// <summary>How <paramref name="image"/>, the bytes of a whole file, stands towards <paramref name="version"/>.</summary>
    public static VersionNeed Read(byte[] image, string version) => Find(image, version, out _);

    /// <summary>
    /// Marks the requirement of <paramref name="version"/> weak, in place. Returns what was found <em>before</em>:
    /// the bytes have changed exactly when the answer is <see cref="VersionNeed.Required"/>.
    /// </summary>
    public static VersionNeed Relax(byte[] image, string version)
    {
        var found = Find(image, version, out var flagsAt);
        if (found == VersionNeed.Required)
            image[flagsAt] |= (byte)WeakFlag;
        return found;
    }

    private static VersionNeed Find(byte[] image, string version, out long flagsAt)
    {
        flagsAt = -1;
        if (!IsElf64(image))
            return VersionNeed.NotElf;
        try
        {
            return FindInSections(image, version, out flagsAt);
        }
        catch (Exception e) when (e is IndexOutOfRangeException || e is OverflowException)
        {
            return VersionNeed.Damaged; // every offset comes from the file, so a cut file leads outside it
        }
    }

    private static bool IsElf64(byte[] image) =>
        image.Length >= 6
        && image[0] == 0x7f && image[1] == (byte)'E' && image[2] == (byte)'L' && image[3] == (byte)'F'
        && image[4] == 2 && image[5] == 1;

    private static VersionNeed FindInSections(byte[] image, string version, out long flagsAt)
    {
        flagsAt = -1;
        if (image.Length < ElfHeaderSize)
            return VersionNeed.Damaged;
        var table = Offset(image, 0x28);
        var count = U16(image, 0x3c);
        if (table > image.Length - (long)count * SectionHeaderSize)
            return VersionNeed.Damaged;
        for (var i = 0; i < count; i++)
        {
            var header = table + (long)i * SectionHeaderSize;
            if (U32(image, header + 4) != VersionNeedSection)
                continue;
            var strings = Offset(image, table + (long)U32(image, header + 40) * SectionHeaderSize + 24);
            return FindInNeeds(image, version, new Needs(Offset(image, header + 24), U32(image, header + 44), strings), out flagsAt);
        }
        return VersionNeed.Absent;
    }

    private static VersionNeed FindInNeeds(byte[] image, string version, Needs needs, out long flagsAt)
    {
        var need = needs.Start;
        for (uint i = 0; i < needs.Count; i++)
        {
            var entry = need + U32(image, need + 8);
            for (var left = U16(image, need + 2); left > 0; left--)
            {
                if (TextEquals(image, needs.Strings + U32(image, entry + 8), version))
                {
                    flagsAt = entry + 4;
                    return (U16(image, flagsAt) & WeakFlag) != 0 ? VersionNeed.Weak : VersionNeed.Required;
                }
                entry += U32(image, entry + 12);
            }
            need += U32(image, need + 12);
        }
        flagsAt = -1;
        return VersionNeed.Absent;
    }

    private static bool TextEquals(byte[] image, long at, string text)
    {
        var wanted = Encoding.ASCII.GetBytes(text);
        for (var i = 0; i < wanted.Length; i++)
            if (image[at + i] != wanted[i])
                return false;
        return image[at + wanted.Length] == 0;
    }

    private static ushort U16(byte[] image, long at) => (ushort)(image[at] | image[at + 1] << 8);

    private static uint U32(byte[] image, long at) => U16(image, at) | (uint)U16(image, at + 2) << 16;

    private static long Offset(byte[] image, long at) => checked((long)(U32(image, at) | (ulong)U32(image, at + 4) << 32));

    private readonly struct Needs
    {
        public Needs(long start, uint count, long strings)
        {
            Start = start;
            Count = count;
            Strings = strings;
        }

        public long Start { get; }

        public uint Count { get; }

        public long Strings { get; }
    }
}

#if !NET
/// <summary>Writes a copy of a shared library that also loads where one symbol version is missing.</summary>
public sealed class RelaxSymbolVersion : Microsoft.Build.Utilities.Task
{
    [Microsoft.Build.Framework.Required]
    public string Source { get; set; }

    [Microsoft.Build.Framework.Required]
    public string Destination { get; set; }

    [Microsoft.Build.Framework.Required]
    public string Version { get; set; }

    public override bool Execute()
    {
        var image = System.IO.File.ReadAllBytes(Source);
        var found = ElfSymbolVersions.Relax(image, Version);
        if (found == VersionNeed.NotElf || found == VersionNeed.Damaged)
        {
            Log.LogError("{0}: not a complete 64-bit ELF library ({1}), so its requirement of {2} cannot be read. Delete that package from the package cache and restore again.", Source, found, Version);
            return false;
        }
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Destination));
        System.IO.File.WriteAllBytes(Destination, image);
        var what = found == VersionNeed.Required ? "requirement of {1} marked weak, so that it loads on older distributions too" : "nothing to relax ({1}: {2})";
        Log.LogMessage(Microsoft.Build.Framework.MessageImportance.High, "{0}: " + what, System.IO.Path.GetFileName(Source), Version, found);
        return true;
    }
}
#endif
