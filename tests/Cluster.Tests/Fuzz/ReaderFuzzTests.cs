using System.Security.Cryptography;
using System.Text;
using Orchestrator.Cluster.Tests.Storage;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Specs;
using Orchestrator.OdeEngine.Training;
using Orchestrator.OdeEngine.Workloads.Series;

namespace Orchestrator.Cluster.Tests.Fuzz;

/// <summary>Whatever is in a file, its reader answers, and says where a mistake is.</summary>
public sealed class ReaderFuzzTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string Root = FindRoot();

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Sweep_files_and_overrides()
    {
        var files = Directory.GetFiles(Path.Combine(Root, "examples"), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText).ToArray();
        string[] overrides = ["solver.rtol=1e-3,1e-5", "space.solver.method=[dopri5, rk4]", "replicates.seeds=0,1", "search={ kind: grid }", "workload.data=\"x.csv\"", "name=a"];
        await Inputs.EachAsync(1500, mutator =>
        {
            var text = mutator.Random.Next(10) == 0 ? mutator.OneOf(files) : mutator.Text(mutator.OneOf(files));
            var given = mutator.Random.Next(3) == 0 ? [mutator.Text(mutator.OneOf(overrides))] : Array.Empty<string>();
            var directory = mutator.Random.Next(50) == 0 ? mutator.Text(Root) : Path.Combine(Root, "examples");
            var check = SpecReader.Default.Check(new SweepSource(text, "sweep.yaml", directory, [.. given]));
            Assert.Equal(check.Spec is null, !check.Errors.IsEmpty);
            Assert.All(check.Errors, error =>
            {
                Assert.False(string.IsNullOrWhiteSpace(error.Rule) || string.IsNullOrWhiteSpace(error.Fix), $"an error does not say what to do: {error}");
                Assert.True(error.Line > 0 || error.Where.Length > 0 || error.Given.Length > 0 || error.Rule == "the file is empty", $"an error has no place: {error}");
            });
        }, output);
    }

    [Fact]
    public async Task Data_files()
    {
        var good = await File.ReadAllTextAsync(Path.Combine(Root, "examples", "data", "hudson-bay.csv"), TestContext.Current.CancellationToken);
        var file = Path.Combine(_folder.Path, "data.csv");
        await Inputs.EachAsync(2500, mutator =>
        {
            if (mutator.Random.Next(4) == 0) File.WriteAllBytes(file, mutator.Bytes(Encoding.UTF8.GetBytes(good)));
            else File.WriteAllBytes(file, Encoding.UTF8.GetBytes(mutator.Text(good)));
            var settings = new WorkloadSettings.Series(file, "year", ["hare", "lynx"], mutator.OneOf(Enum.GetValues<SeriesTransform>()), 0.7, 0.3);
            if (SeriesFile.Load(settings) is not SeriesLoad.Errors errors) return;
            Assert.NotEmpty(errors.All);
            Assert.All(errors.All, error => Assert.True(
                error.Message.Length > 0 && (error.Line > 0 || error.Column is not null || error.Message.Contains("file", StringComparison.Ordinal)), $"an error has no place: {error}"));
        }, output);
    }

    [Fact]
    public async Task Checkpoints()
    {
        var (parameters, optimizer, plan) = (new byte[400], new byte[800], SHA256.HashData("plan"u8));
        var good = CheckpointFormat.Write(plan, TrainingCounters.Zero with { Iteration = 7 }, 7, parameters, optimizer);
        await Inputs.EachAsync(6000, mutator =>
        {
            var damaged = mutator.Bytes(good.Content.Span);
            // Without its hash; with the hash of the damaged content, as a store would answer that damages and then hashes; and whole in itself but made by something else.
            var content = mutator.Random.Next(3) == 2 && damaged.Length > SHA256.HashSizeInBytes ? [.. damaged[..^SHA256.HashSizeInBytes], .. SHA256.HashData(damaged.AsSpan(0, damaged.Length - SHA256.HashSizeInBytes))] : damaged;
            var hash = mutator.Random.Next(3) == 0 ? good.Sha256 : Convert.ToHexStringLower(SHA256.HashData(content));
            var checkpoint = new TrainingCheckpoint(7, content, hash);
            var same = content.AsSpan().SequenceEqual(good.Content.Span);
            foreach (var read in new Action[] { () => CheckpointFormat.Read(checkpoint, plan, parameters.Length, optimizer.Length), () => checkpoint.CountedOnFrom(good), () => good.CountedOnFrom(checkpoint) })
            {
                try
                {
                    read();
                    Assert.True(same || content != damaged, "a damaged checkpoint was read");
                }
                catch (InvalidDataException)
                {
                    Assert.False(same, "a whole checkpoint was refused");
                }
            }
        }, output);
    }

    [Fact]
    public void A_shortened_checkpoint_that_is_whole_in_itself_is_not_joined()
    {
        var good = CheckpointFormat.Write(SHA256.HashData("plan"u8), TrainingCounters.Zero, 1, new byte[4], new byte[4]);
        var begin = good.Content.Span[..60];
        byte[] content = [.. begin, .. SHA256.HashData(begin)];
        var shortened = new TrainingCheckpoint(0, content, Convert.ToHexStringLower(SHA256.HashData(content)));
        foreach (var join in new Action[] { () => shortened.CountedOnFrom(good), () => good.CountedOnFrom(shortened) })
            Assert.Contains("ends too early", Assert.Throws<InvalidDataException>(join).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Orchestrator.sln"))) return folder.FullName;
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Orchestrator.sln.");
    }
}
