using Orchestrator.Cluster.Tests.Storage;
using Orchestrator.Silo;
using Orchestrator.Silo.Directories;

namespace Orchestrator.Cluster.Tests.Hosting;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private DataDirectory Directory => new(_folder.File("data"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Naming_a_directory_creates_nothing()
    {
        Assert.False(Directory.HasLedger);
        Assert.Null(RunningSilo.Find(Directory.Path));
        Assert.False(System.IO.Directory.Exists(Directory.Path));
    }

    [Fact]
    public void A_second_owner_is_refused_and_told_who_holds_it()
    {
        using (DirectoryLock.Take(Directory))
        {
            var error = Assert.Throws<DataDirectoryInUseException>(() => DirectoryLock.Take(Directory));
            Assert.Equal(Environment.ProcessId, error.ProcessId);
            Assert.Contains($"process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
            Assert.Contains(Directory.Path, error.Message, StringComparison.Ordinal);
            Assert.True(DirectoryLock.IsHeld(Directory));
        }

        Assert.False(DirectoryLock.IsHeld(Directory));
        DirectoryLock.Take(Directory).Dispose();
    }

    [Fact]
    public void What_a_killed_process_left_behind_is_no_running_silo()
    {
        Directory.Create();
        File.WriteAllText(Directory.LockFile, "");
        new EndpointFile(Environment.ProcessId, 1, null, DateTimeOffset.UnixEpoch, "1").Write(Directory);
        Assert.NotNull(EndpointFile.Read(Directory));
        Assert.Null(RunningSilo.Find(Directory.Path));
    }

    [Fact]
    public void A_file_where_the_directory_should_be_is_named()
    {
        File.WriteAllText(Directory.Path, "");
        var error = Assert.Throws<IOException>(() => DirectoryLock.Take(Directory));
        Assert.Contains(Directory.Path, error.Message, StringComparison.Ordinal);
    }
}
