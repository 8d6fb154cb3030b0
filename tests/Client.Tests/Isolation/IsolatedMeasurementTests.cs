using System.Diagnostics;
using System.Globalization;
using Orchestrator.Client.Tests.Sweeps;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Client.Tests.Isolation;

/// <summary>What is measured in a device process reaches whoever asks the silo.</summary>
public sealed class IsolatedMeasurementTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Peak_memory_is_that_of_the_run_whoever_runs_beside_it()
    {
        await using var silo = await IsolatedSilo.StartAsync(slots: 2, Cancellation);
        var id = await silo.SubmitAsync("""
            name: side-by-side
            workload: { kind: cubic-spiral, batch_times: 10 }
            model: { hidden: [2048] }
            training: { iterations: 3, report_every: 1 }
            solver: { method: rk4, step_size: 0.01 }
            space: { workload.batch: [2, 200] }
            resources: { isolation: process }
            """);
        await silo.OverAsync(id, Cancellation);

        var runs = await silo.Query.Runs(id);
        var (small, large) = (runs.Single(run => run.Id.TrialNumber == 0).Last!, runs.Single(run => run.Id.TrialNumber == 1).Last!);
        Assert.All(new[] { small, large }, last => Assert.True(last.ProcessPeakBytes > last.EnginePeakBytes));
        Assert.True(large.EnginePeakBytes > 100 << 20, $"The large run keeps {large.EnginePeakBytes} bytes only, so nothing could be told apart.");
        Assert.InRange(large.ProcessPeakBytes!.Value - small.ProcessPeakBytes!.Value, (large.EnginePeakBytes - small.EnginePeakBytes) * 0.8, (large.EnginePeakBytes - small.EnginePeakBytes) * 1.5);
        Assert.True((await silo.Query.Comparison(id))!.MemoryExclusive);
    }

    [Fact]
    public async Task Who_looks_at_a_run_in_a_device_process_sees_its_fit_as_it_learns()
    {
        await using var silo = await IsolatedSilo.StartAsync(slots: 1, Cancellation);
        var id = await silo.SubmitAsync(TinySweep.Text(2_000_000) + "\nresources: { isolation: process }\n");
        for (var since = Stopwatch.StartNew(); !(await silo.Query.RunFigures(new RunId(id, 0, 0))).Any(figure => figure.Title.StartsWith("Fit of hare, iteration", StringComparison.Ordinal)); await Task.Delay(100, Cancellation))
            Assert.True(since.Elapsed < Patience.Limit, "No fit was shown.");
    }

    [Fact]
    public async Task The_silo_s_metrics_count_what_its_device_processes_evaluated()
    {
        await using var silo = await IsolatedSilo.StartAsync(slots: 2, Cancellation);
        var id = await silo.SubmitAsync(TinySweep.Text(200) + "\nresources: { isolation: process }\n");
        await silo.OverAsync(id, Cancellation);

        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(silo.Web, "metrics"), Cancellation);
        var last = (await silo.Query.Runs(id)).Select(run => run.Last!).ToArray();
        Assert.Equal(last.Sum(each => each.NfeTotal), Sum("orchestrator_ode_function_evaluations_total{"));
        Assert.Equal(last.Sum(each => each.AcceptedSteps + each.RejectedSteps), Sum("orchestrator_ode_steps_total{"));
        Assert.Equal(last.Sum(each => each.Iteration), Sum("orchestrator_ode_solves_total{", "forward"));

        double Sum(string series, string label = "") => metrics.Split('\n').Where(line => line.StartsWith(series, StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture));
    }
}
