using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Silo;

namespace Orchestrator.Client.Tests.Chaos;

/// <summary>
/// Random faults on real processes, from a seed that is printed. Variables: ORCHESTRATOR_CHAOS_SCENARIOS (how many), ORCHESTRATOR_CHAOS_SEED
/// (of the first; the next ones count up, so that any of them can be played alone), ORCHESTRATOR_CHAOS_LOG (a file that gets a line for each),
/// ORCHESTRATOR_CHAOS_KEEP (a folder that gets the ledger, and what the processes said, of each that fails).
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int UsualScenarios = ScenarioPlan.SeedsOfADeal;
    private const int UsualSeed = 674697600;

    /// <summary>What came up, with its world.</summary>
    private readonly ConcurrentBag<(string World, FaultKind Kind)> _struck = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_breaks_every_run_ends_once_and_the_table_is_that_of_an_undisturbed_sweep()
    {
        var count = Setting("SCENARIOS") ?? UsualScenarios;
        var seed = Setting("SEED") ?? UsualSeed;
        Say($"ORCHESTRATOR_CHAOS_SEED={seed} ORCHESTRATOR_CHAOS_SCENARIOS={count}");
        var directory = new DirectoryWorld();
        var cluster = ClusterWorld.StartAsync(Cancellation);
        await using (directory)
        {
            var undisturbed = await ComputeAsync(directory);
            await using var silos = await cluster;
            // Even seeds are for the cluster, odd ones for the directory: a seed means the same scenario whichever seeds are played beside it.
            var seeds = Enumerable.Range(seed, count).ToLookup(each => each % 2 == 0);
            var failures = await Task.WhenAll(PlayAsync(silos, undisturbed, seeds[true]), PlayAsync(directory, undisturbed, seeds[false]));
            foreach (var kind in _struck.GroupBy(each => each).OrderBy(each => each.Key)) Say($"{kind.Key.World} {kind.Key.Kind}: {kind.Count()}");
            Assert.True(failures.All(each => each.Count == 0), string.Join("\n\n", failures.SelectMany(each => each)));
            if (seed % ScenarioPlan.SeedsOfADeal != 0 || count < ScenarioPlan.SeedsOfADeal) return;
            foreach (var world in (IChaosWorld[])[silos, directory]) Assert.All(world.Kinds, kind => Assert.Contains((world.Name, kind), _struck));
            Assert.All(DeviceFaults.Kinds, kind => Assert.Contains(_struck, each => each.Kind == kind));
        }
    }

    /// <summary>Failures, in words.</summary>
    private async Task<List<string>> PlayAsync(IChaosWorld world, UndisturbedResult undisturbed, IEnumerable<int> seeds)
    {
        var failed = new List<string>();
        foreach (var each in seeds)
        {
            var scenario = new Scenario(world, undisturbed, each);
            try
            {
                await scenario.PlayAsync(Cancellation);
                Say($"{scenario}");
            }
            catch (Exception error) when (!Cancellation.IsCancellationRequested)
            {
                Say($"FAILED {scenario}: {error}");
                failed.Add($"{scenario}\n{error}");
                if (Environment.GetEnvironmentVariable("ORCHESTRATOR_CHAOS_KEEP") is { Length: > 0 } folder)
                    await world.KeepAsync(Directory.CreateDirectory(Path.Combine(folder, $"{each}")).FullName, Cancellation);
            }
            foreach (var kind in scenario.Struck) _struck.Add((world.Name, kind));
        }
        return failed;
    }

    private static async Task<UndisturbedResult> ComputeAsync(DirectoryWorld world)
    {
        await world.HealAsync(Cancellation);
        await using var connection = await ConnectAsync(world);
        var submitted = await connection.Client.GetGrain<ISubmissionGrain>(0).Submit(new SweepSource(ChaosSweep.Text("undisturbed", Lane.Shared, Host.Thread), "u.yaml", world.Folder.Path, []), Repeat.ReuseExisting);
        var id = Assert.IsType<SubmitResult.Accepted>(submitted).SweepId;
        var query = connection.Client.GetGrain<IQueryGrain>(0);
        while (await query.Sweep(id) is not { EndedAt: not null }) await Task.Delay(50, Cancellation);
        return await Invariants.ReadAsync(query, id, Cancellation);
    }

    /// <summary>On a machine that has no time for it a silo that serves may not take a client at the first try.</summary>
    private static async Task<SiloConnection> ConnectAsync(DirectoryWorld world)
    {
        for (var since = Stopwatch.StartNew(); ;)
        {
            try
            {
                return await world.ConnectAsync(Cancellation);
            }
            catch (ClusterUnreachableException) when (since.Elapsed < Patience.Limit)
            {
            }
        }
    }

    private static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable($"ORCHESTRATOR_CHAOS_{name}"), CultureInfo.InvariantCulture, out var value) ? value : null;

    private void Say(string line)
    {
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("ORCHESTRATOR_CHAOS_LOG") is { Length: > 0 } file) lock (output) File.AppendAllText(file, line + "\n");
    }
}
