using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Client.Tests.Chaos;

/// <summary>What holds after every scenario, whatever happened.</summary>
/// <param name="Acknowledged">Ids of which clients were told that they are stored.</param>
internal sealed record Invariants(IClusterClient Client, string Name, string[] Acknowledged, UndisturbedResult Undisturbed)
{
    private IQueryGrain Query => Client.GetGrain<IQueryGrain>(0);

    public async Task HoldAsync(CancellationToken cancellation)
    {
        var id = Assert.Single(Acknowledged.Distinct());
        Assert.Single(await Query.Sweeps(), sweep => sweep.Name == Name);
        var sweep = await Query.Sweep(id);
        Assert.Equal(SweepStatus.Completed, sweep?.Status);
        // Leases are checked for all sweeps together: what an earlier scenario left has been told.
        var leases = (await Query.CheckLeases()).Where(finding => finding.What.Contains(id, StringComparison.Ordinal));
        var findings = (await Query.Check(id)).Concat(leases).Select(finding => $"{finding}").ToArray();
        Assert.True(findings is [], string.Join('\n', findings));
        var (runs, observations) = await ReadAsync(Query, id, cancellation);
        AssertSame(Undisturbed.Runs, runs);
        AssertSame(Undisturbed.Observations, observations);
    }

    public static async Task<UndisturbedResult> ReadAsync(IQueryGrain query, string id, CancellationToken cancellation)
    {
        var runs = (await query.Runs(id)).OrderBy(run => (run.Id.TrialNumber, run.Id.Replicate)).Select(ChaosSweep.Computed);
        var observations = new List<string>();
        await foreach (var row in query.Observations(id, cancellation)) observations.Add(ChaosSweep.Computed(row));
        return new UndisturbedResult([.. runs], [.. observations]);
    }

    /// <summary>Says all that differs.</summary>
    private static void AssertSame(string[] undisturbed, string[] disturbed)
        => Assert.True(
            undisturbed.SequenceEqual(disturbed),
            $"{undisturbed.Length} rows undisturbed, {disturbed.Length} disturbed; missing:\n{string.Join('\n', undisturbed.Except(disturbed))}\n"
            + $"too many:\n{string.Join('\n', disturbed.Except(undisturbed))}");
}
