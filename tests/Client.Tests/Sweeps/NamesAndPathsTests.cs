using System.Text;
using System.Text.Json;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Sweeps;

/// <summary>Names and folders with spaces, slashes, brackets and other scripts, on a terminal that knows ASCII only.</summary>
public sealed class NamesAndPathsTests
{
    private const string Folder = "Été 2026/sweep №1 (a&b)";
    private static readonly string[] Names = ["Δt=0.1/лынь: «lynx» [1] 🐈", "Δt=0.1_лынь_ «lynx» [1] 🐈"];

    [Fact]
    public async Task Every_name_comes_back_unchanged_and_every_file_stays_in_its_folder()
    {
        using var folder = new TemporaryFolder();
        var data = File.ReadAllText(Repository.Example("data", "hudson-bay.csv"));
        folder.Write($"{Folder}/pelts & co's.csv", data);
        for (var index = 0; index < Names.Length; index++)
        {
            var text = TinySweep.Text(10).Replace("name: tiny", $"name: {JsonSerializer.Serialize(Names[index])}", StringComparison.Ordinal)
                .Replace(JsonSerializer.Serialize(Repository.Example("data", "hudson-bay.csv")), "\"pelts & co's.csv\"", StringComparison.Ordinal);
            folder.Write($"{Folder}/sweep {index}.yaml", text);
            var run = await PlainAsync(folder, "run", $"{Folder}/sweep {index}.yaml", "solver.method=rk4", "replicates.seeds=0");
            Assert.True(run.ExitCode == 0, run.ToString());
            Assert.True(Ascii.IsValid(run.Out + run.Error), run.ToString());
        }

        var list = await PlainAsync(folder, "list", "--format", "json");
        using var sweeps = JsonDocument.Parse(list.Out);
        Assert.Equal(Names.Reverse(), sweeps.RootElement.EnumerateArray().Select(sweep => sweep.GetProperty("name").GetString()));
        foreach (var id in sweeps.RootElement.EnumerateArray().Select(sweep => sweep.GetProperty("id").GetString()!))
        {
            Assert.Equal(0, (await PlainAsync(folder, "report", id)).ExitCode);
            Assert.Equal(0, (await PlainAsync(folder, "export", id, "--format", "csv")).ExitCode);
        }

        var reports = Directory.GetFileSystemEntries(Path.Combine(folder.Data, "reports"));
        Assert.Equal(4, reports.Length);
        Assert.All(Directory.GetFileSystemEntries(folder.Data, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)), name =>
        {
            Assert.DoesNotContain(name, character => "<>:\"/\\|?*".Contains(character));
            Assert.True(Encoding.UTF8.GetByteCount(name) <= 255);
        });
        Assert.Equal(["data", "Été 2026"], Directory.GetFileSystemEntries(folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    private static Task<Ended> PlainAsync(TemporaryFolder folder, params string[] arguments) => OrchestratorProcess.RunAsync(folder, arguments, ("LC_ALL", "C"));
}
