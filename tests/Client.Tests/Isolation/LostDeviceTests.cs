using Orchestrator.Client.Tests.Chaos;
using Orchestrator.Client.Tests.Sweeps;

namespace Orchestrator.Client.Tests.Isolation;

/// <summary>A device process that ends or hangs costs its attempt: the silo lives, the run goes on from its checkpoint, and computes what it would have.</summary>
public sealed class LostDeviceTests
{
    private const int Iterations = 15_000;
    private const int Runs = 2;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("KILL", "failed: internal")]
    [InlineData("ABRT", "failed: internal")]
    [InlineData("STOP", "failed: device-lost")]
    public async Task A_device_process_that_is_lost_costs_one_attempt_and_the_result_is_that_of_threads_left_alone(string signal, string end)
    {
        await using var silo = await IsolatedSilo.StartAsync(slots: 1, Cancellation);
        var undisturbed = await silo.SubmitAsync(Sweep("thread", signal));
        await silo.OverAsync(undisturbed, Cancellation);
        Assert.Empty(DeviceChildren.Of(silo.Id));

        var disturbed = await silo.SubmitAsync(Sweep("process", signal));
        var run = await silo.IsAtAsync(disturbed, Iterations / 4, Iterations / 2, Cancellation);
        var device = Assert.Single(DeviceChildren.Of(silo.Id));
        await (signal == "ABRT" ? DeviceChildren.AbortAsync(device) : DeviceChildren.SignalAsync(signal, device));
        await silo.OverAsync(disturbed, Cancellation);

        Assert.Equal(Runs, await silo.CompletedAsync(disturbed));
        await DeviceChildren.GoneAsync(device, Cancellation);
        Assert.NotEqual(device, Assert.Single(DeviceChildren.Of(silo.Id)));
        var attempts = await silo.Query.Attempts(disturbed);
        Assert.Equal((run.Id, end), attempts.Where(attempt => attempt.End != "completed").Select(attempt => (attempt.Run, attempt.End)).Single());
        Assert.InRange(attempts.Single(attempt => attempt.Attempt == 2).ResumedAtIteration, 1, Iterations);
        Assert.Empty(await silo.Query.Check(disturbed));
        var (left, lost) = (await Invariants.ReadAsync(silo.Query, undisturbed, Cancellation), await Invariants.ReadAsync(silo.Query, disturbed, Cancellation));
        Assert.Equal(left.Runs, lost.Runs);
        Assert.Equal(left.Observations, lost.Observations);
    }

    /// <summary>Only where a process hangs on purpose is it given up early: a slow machine is no hanging one.</summary>
    private static string Sweep(string isolation, string signal) =>
        TinySweep.Text(Iterations).Replace("200ms", "50ms", StringComparison.Ordinal).Replace("[dopri5, bosh3, rk4]", "[dopri5]", StringComparison.Ordinal)
        + $"\nresources: {{ isolation: {isolation} }}\n" + (signal == "STOP" ? "failures: { hung_after: 10s }\n" : "");
}
