using System.Text;
using Orchestrator.Build;

namespace Orchestrator.OdeEngine.Tests.Native;

public sealed class ElfSymbolVersionsTests
{
    private const string Unneeded = "GLIBCXX_3.4.32";

    [Fact]
    public void The_published_library_requires_the_version_and_one_bit_makes_it_weak()
    {
        var published = PublishedTorchSharp.Bytes;
        var relaxed = PublishedTorchSharp.Bytes;

        Assert.Equal(VersionNeed.Required, ElfSymbolVersions.Relax(relaxed, Unneeded));

        Assert.Equal(VersionNeed.Weak, ElfSymbolVersions.Read(relaxed, Unneeded));
        var changed = Enumerable.Range(0, published.Length).Where(i => published[i] != relaxed[i]).ToArray();
        Assert.Equal(0x2, published[Assert.Single(changed)] ^ relaxed[changed[0]]);
    }

    [Fact]
    public void Other_requirements_stay()
    {
        var image = PublishedTorchSharp.Bytes;

        ElfSymbolVersions.Relax(image, Unneeded);

        Assert.Equal(VersionNeed.Required, ElfSymbolVersions.Read(image, "GLIBCXX_3.4.30"));
        Assert.Equal(VersionNeed.Required, ElfSymbolVersions.Read(image, "GLIBC_2.34"));
    }

    [Fact]
    public void Relaxing_twice_changes_nothing_more()
    {
        var image = PublishedTorchSharp.Bytes;
        ElfSymbolVersions.Relax(image, Unneeded);
        var once = image.ToArray();

        Assert.Equal(VersionNeed.Weak, ElfSymbolVersions.Relax(image, Unneeded));

        Assert.Equal(once, image);
    }

    [Theory]
    [InlineData("GLIBCXX_3.4.33")]
    [InlineData("GLIBCXX_3.4.3")] // the beginning of a version that is there
    [InlineData("XX_3.4.32")]     // the end of one
    public void A_version_that_is_not_asked_for_is_absent_and_the_file_unchanged(string version)
    {
        var image = PublishedTorchSharp.Bytes;

        Assert.Equal(VersionNeed.Absent, ElfSymbolVersions.Relax(image, version));

        Assert.Equal(PublishedTorchSharp.Bytes, image);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(262_272)]   // inside .gnu.version_r
    [InlineData(2_399_007)] // the last byte of the section headers is gone
    public void A_cut_file_is_damaged_and_unchanged(int length)
    {
        var image = PublishedTorchSharp.Bytes[..length];

        Assert.Equal(VersionNeed.Damaged, ElfSymbolVersions.Relax(image, Unneeded));

        Assert.Equal(PublishedTorchSharp.Bytes[..length], image);
    }

    [Fact]
    public void An_offset_beyond_any_file_is_damage()
    {
        var image = PublishedTorchSharp.Bytes;
        image.AsSpan(0x28, 8).Fill(0xff); // e_shoff

        Assert.Equal(VersionNeed.Damaged, ElfSymbolVersions.Read(image, Unneeded));
    }

    [Fact]
    public void A_library_without_versions_is_absent()
    {
        var image = new byte[64];
        "\u007fELF"u8.CopyTo(image);
        (image[4], image[5]) = (2, 1); // 64 bit, little endian; no section headers

        Assert.Equal(VersionNeed.Absent, ElfSymbolVersions.Read(image, Unneeded));
    }

    [Theory]
    [InlineData("")]
    [InlineData("MZ: a Windows library")]
    [InlineData("\u007fELF")]
    public void Other_files_are_not_elf(string content)
    {
        Assert.Equal(VersionNeed.NotElf, ElfSymbolVersions.Read(Encoding.ASCII.GetBytes(content), Unneeded));
    }

    [Theory]
    [InlineData(4, 1)] // 32 bit
    [InlineData(5, 2)] // big endian
    public void Other_classes_of_elf_are_refused(int at, byte value)
    {
        var image = PublishedTorchSharp.Bytes;
        image[at] = value;

        Assert.Equal(VersionNeed.NotElf, ElfSymbolVersions.Read(image, Unneeded));
    }
}
