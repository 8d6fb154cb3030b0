using Orchestrator.Client.Tests.Sweeps;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Client.Tests.Isolation;

/// <summary>The kernel itself ends a device process that takes more memory than its control group has.</summary>
public sealed class OutOfMemoryTests
{
    /// <summary>Enough for the silo and a small training.</summary>
    private const long Limit = 1L << 30;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_kernel_kills_the_device_process_and_never_the_silo_and_the_run_says_why()
    {
        await using var group = await MemoryGroup.MakeOrSkipAsync(Limit);
        await using var silo = await IsolatedSilo.StartInAsync(group, slots: 1, Cancellation);
        var large = await silo.SubmitAsync("""
            name: large
            workload: { kind: cubic-spiral, batch_times: 10, batch: 200 }
            model: { hidden: [2048] }
            training: { iterations: 3, report_every: 1 }
            solver: { method: rk4, step_size: 0.0001 }
            resources: { isolation: process }
            """);
        await silo.OverAsync(large, Cancellation);

        var run = Assert.Single(await silo.Query.Runs(large));
        Assert.Equal((RunStatus.Failed, FailureCause.OutOfMemory), (run.Status, run.Cause));
        Assert.All(await silo.Query.Attempts(large), attempt => Assert.Equal("failed: out-of-memory", attempt.End));
        Assert.Equal(run.Attempts, group.Kills);
        Assert.Empty(await silo.Query.Check(large));

        var small = await silo.SubmitAsync(TinySweep.Text(50) + "\nresources: { isolation: process }\n");
        await silo.OverAsync(small, Cancellation);
        Assert.False(silo.HasExited);
        Assert.Equal(TinySweep.Runs, await silo.CompletedAsync(small));
        Assert.Equal(run.Attempts, group.Kills);
    }
}
