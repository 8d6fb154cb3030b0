using Microsoft.Extensions.Logging;
using Orchestrator.Cluster.Tests.Storage;
using Orchestrator.Silo.Logging;

namespace Orchestrator.Cluster.Tests.Hosting;

public sealed class RollingFileLoggerTests
{
    [Fact]
    public void A_line_that_cannot_be_written_fails_nobody_and_is_counted_in_the_next_that_can()
    {
        using var folder = new TemporaryFolder();
        var logs = Path.Combine(folder.Path, "logs");
        // A file in the place of the folder stands for a disk that takes nothing.
        File.WriteAllText(logs, "");
        using (var provider = new RollingFileLoggerProvider(Path.Combine(logs, "silo.log"), TimeProvider.System))
        {
            var log = provider.CreateLogger("c");
            log.Log(LogLevel.Warning, default, 1, null, (_, _) => "lost");
            log.Log(LogLevel.Warning, default, 2, null, (_, _) => "lost");
            File.Delete(logs);
            log.Log(LogLevel.Warning, default, 3, null, (_, _) => "written");
        }

        var lines = File.ReadAllLines(Path.Combine(logs, "silo.log"));
        Assert.Equal(2, lines.Length);
        Assert.Contains("2 lines before this one could not be written", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("written", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_file_is_kept_under_a_number_and_only_three_are()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "logs", "silo.log");
        using (var provider = new RollingFileLoggerProvider(file, TimeProvider.System, fullAtBytes: 1))
        {
            Assert.False(Directory.Exists(Path.GetDirectoryName(file)));
            var log = provider.CreateLogger("c");
            for (var i = 1; i <= 6; i++) log.Log(LogLevel.Warning, default, i, null, (number, _) => $"line {number}");
        }

        Assert.Contains("line 6", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(["silo.1.log", "silo.2.log", "silo.3.log", "silo.log"], Directory.GetFiles(Path.GetDirectoryName(file)!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("line 3", File.ReadAllText(Path.ChangeExtension(file, ".3.log")), StringComparison.Ordinal);
    }
}
