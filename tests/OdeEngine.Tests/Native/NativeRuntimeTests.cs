using Orchestrator.OdeEngine.Native;

namespace Orchestrator.OdeEngine.Tests.Native;

public sealed class NativeRuntimeTests
{
    [Fact]
    public void On_this_machine_the_engine_works()
    {
        var report = NativeRuntime.Inspect();

        Assert.True(report.Works, string.Join('\n', report.Problems));
        Assert.True(File.Exists(report.LibraryPath));
        Assert.StartsWith("2.10.", report.LibTorchVersion, StringComparison.Ordinal);
        Assert.StartsWith("0.107.", report.TorchSharpVersion, StringComparison.Ordinal);
        Assert.InRange(report.IntraOpThreads!.Value, 1, 4096);
        Assert.Equal(report.CudaDeviceCount > 0, report.CudaAvailable);
        Assert.DoesNotContain(report.Problems, p => p.Contains("cannot compute", StringComparison.Ordinal));
    }

    [Fact]
    public void The_build_relaxed_the_library_that_is_loaded()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only the Linux library asks for a GLIBCXX version");

        Assert.Equal(SymbolVersionFix.Applied, NativeRuntime.Inspect().SymbolVersionFix);
    }

    [Fact]
    public void The_published_library_is_recognised_as_not_relaxed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only the Linux library asks for a GLIBCXX version");

        Assert.Equal(SymbolVersionFix.Missing, NativeLibraryFile.Load([PublishedTorchSharp.Folder]).Fix);
    }

    [Fact]
    public void Without_the_library_the_folders_searched_and_the_way_out_are_named()
    {
        using var empty = new TemporaryFolder();

        var report = NativeRuntime.Inspect([empty.Path]);

        Assert.False(report.Works);
        Assert.Null(report.LibraryPath);
        Assert.Null(report.LibTorchVersion);
        Assert.Equal(SymbolVersionFix.Unknown, report.SymbolVersionFix);
        var problem = Assert.Single(report.Problems, p => p.Contains("cannot compute", StringComparison.Ordinal));
        Assert.Contains(empty.Path, problem, StringComparison.Ordinal);
        Assert.Contains("dotnet build", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(5_000)]
    [InlineData(1_900_000)]
    public void A_library_that_is_cut_off_is_a_finding_and_not_the_end_of_the_process(int length)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads ELF files");
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, NativeLibraryFile.FileName), PublishedTorchSharp.Bytes[..length]);

        var report = NativeRuntime.Inspect([folder.Path]);

        Assert.False(report.Works);
        Assert.Equal(SymbolVersionFix.Unknown, report.SymbolVersionFix);
        var problem = Assert.Single(report.Problems, p => p.Contains("cannot be used", StringComparison.Ordinal));
        Assert.Contains($"{length} bytes", problem, StringComparison.Ordinal);
        Assert.Contains("build again", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_libtorch_that_is_cut_off_is_found_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads ELF files");
        using var folder = new TemporaryFolder();
        var working = Path.GetDirectoryName(NativeRuntime.Inspect().LibraryPath)!;
        File.Copy(Path.Combine(working, NativeLibraryFile.FileName), Path.Combine(folder.Path, NativeLibraryFile.FileName));
        File.WriteAllBytes(Path.Combine(folder.Path, "libc10.so"), File.ReadAllBytes(Path.Combine(working, "libc10.so"))[..900_000]);

        var report = NativeRuntime.Inspect([folder.Path]);

        Assert.False(report.Works);
        Assert.Contains(report.Problems, p => p.Contains("libc10.so is cut off after 900000 bytes", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_no_library_is_a_finding()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads ELF files");
        using var folder = new TemporaryFolder();
        File.Copy(typeof(object).Assembly.Location, Path.Combine(folder.Path, NativeLibraryFile.FileName));

        var report = NativeRuntime.Inspect([folder.Path]);

        Assert.False(report.Works);
        Assert.Contains(report.Problems, p => p.Contains("is not a 64-bit ELF library", StringComparison.Ordinal));
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("orchestrator-native-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
