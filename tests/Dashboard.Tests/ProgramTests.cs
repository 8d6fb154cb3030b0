using System.Text.Json;

namespace Orchestrator.Dashboard.Tests;

public sealed class ProgramTests
{
    /// <summary>The web SDK's default collector took as much of a core from training as all open pages did.</summary>
    [Fact]
    public async Task Garbage_is_collected_without_a_thread_per_core()
    {
        foreach (var program in new[] { "orchestrator", "Orchestrator.Silo" })
        {
            var file = Path.Combine(Path.GetDirectoryName(Repository.Program)!, $"{program}.runtimeconfig.json");
            using var settings = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            Assert.False(settings.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").GetProperty("System.GC.Server").GetBoolean(), file);
        }
    }
}
