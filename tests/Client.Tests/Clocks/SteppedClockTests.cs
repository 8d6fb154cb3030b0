using System.Diagnostics;
using Orchestrator.Client.Tests.Chaos;
using Orchestrator.Client.Tests.Isolation;
using Orchestrator.Client.Tests.Processes;
using Orchestrator.Client.Tests.Sweeps;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Client.Tests.Clocks;

/// <summary>The clock of the machine is set while a silo trains.</summary>
public sealed class SteppedClockTests
{
    private const int Iterations = 2000;
    private const int Runs = 24;

    private static readonly TimeSpan Step = TimeSpan.FromHours(1);

    /// <summary>Many short runs, so that some start under each time.</summary>
    private static readonly string Sweep = TinySweep.Text(Iterations).Replace("seeds: [0, 1]", "seeds: [0, 1, 2, 3, 4, 5, 6, 7]", StringComparison.Ordinal);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_hour_forward_and_back_costs_no_run_its_attempt_and_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        var clock = new SteppedClock(folder);
        await using var silo = await IsolatedSilo.StartAsync(slots: 1, Cancellation, clock.Environment);
        var id = await silo.SubmitAsync(Sweep);
        await silo.IsAtAsync(id, 1, Iterations, Cancellation);

        clock.Set(Step);
        var ahead = await StartsAsync(silo, id, attempt => attempt.StartedAt > DateTimeOffset.UtcNow + (Step / 2));
        clock.Set(TimeSpan.Zero);
        await StartsAsync(silo, id, attempt => attempt.Epoch > ahead.Epoch && attempt.StartedAt < ahead.StartedAt - (Step / 2));
        await silo.OverAsync(id, Cancellation);

        Assert.Equal(Runs, await silo.CompletedAsync(id));
        Assert.Equal(Runs, (await silo.Query.Attempts(id)).Length);
        Assert.Equal(Runs * Iterations / TinySweep.ReportEvery, (await Invariants.ReadAsync(silo.Query, id, Cancellation)).Observations.Length);
        Assert.Empty(await silo.Query.Check(id));
        Assert.Empty(await silo.Query.CheckLeases());
    }

    /// <summary>Waits until such an attempt has begun; runs must be left that can.</summary>
    private static async Task<AttemptRow> StartsAsync(IsolatedSilo silo, string id, Func<AttemptRow, bool> isIt)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < Patience.Limit; await Task.Delay(20, Cancellation))
        {
            var over = await silo.Query.Sweep(id) is { EndedAt: not null };
            if ((await silo.Query.Attempts(id)).FirstOrDefault(isIt) is { } attempt) return attempt;
            Assert.False(over, "The sweep is too short for the time that a process takes to notice its clock.");
        }
        throw new TimeoutException($"No such attempt of {id} began within {Patience.Limit}.");
    }
}
