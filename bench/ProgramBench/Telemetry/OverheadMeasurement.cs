using System.Diagnostics;
using System.Text.Json.Nodes;
using Orchestrator.ProgramBench.Processes;

namespace Orchestrator.ProgramBench.Telemetry;

/// <summary>
/// Training time of the spiral example (direct gradients, ten times as long) in pairs of programs: one that exports traces, metrics and logs to a receiver on the
/// same machine, one that exports nothing. Both live at once and take turns, stopped and continued several times a second, so that both meet the same
/// machine: equal programs one after another differ by more than what is looked for. The first of six runs does not count, because the program is still
/// being compiled then, and exporting code with it.
/// </summary>
internal static class OverheadMeasurement
{
    // Long beside the caches that a turn fills again, short beside the minutes in which a machine gets slower or faster.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    // Short beside the time that the thread's end may hide from the last look.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    public static async Task<JsonObject> OfAsync(BenchOptions options)
    {
        await using var sink = await OtlpSink.StartAsync();
        await TrainAsync(options.Program, sink.Address);
        var (training, others, pairs) = (new List<double>(), new List<double>(), new List<(Cost On, Cost Off)>());
        for (var pair = 0; pair < options.Pairs; pair++)
        {
            var (on, off) = await TrainAsync(options.Program, sink.Address);
            pairs.Add((on, off));
            training.Add((on.Training / off.Training) - 1);
            others.Add(on.Others - off.Others);
            Console.Error.WriteLine($"pair {pair + 1}: training thread {off.Training:0.000} s off, {on.Training:0.000} s on; other threads {off.Others:0.00} s off, {on.Others:0.00} s on");
        }

        return new JsonObject
        {
            ["part"] = "telemetry",
            ["pairs"] = options.Pairs,
            ["training_overhead_median"] = Math.Round(Quantiles.At(training, 0.5), 4),
            ["training_overhead_quartiles"] = new JsonArray(Math.Round(Quantiles.At(training, 0.25), 4), Math.Round(Quantiles.At(training, 0.75), 4)),
            ["training_overhead_by_run"] = new JsonArray([.. Enumerable.Range(0, pairs.Min(pair => Math.Min(pair.On.Runs.Length, pair.Off.Runs.Length)))
                .Select(run => (JsonNode)Math.Round(Quantiles.At([.. pairs.Select(pair => (pair.On.Runs[run] / pair.Off.Runs[run]) - 1)], 0.5), 4))]),
            ["other_threads_cpu_s_median"] = Math.Round(Quantiles.At(others, 0.5), 3),
            ["bytes_exported_per_run"] = sink.Bytes / (options.Pairs + 1),
        };
    }

    private static async Task<(Cost On, Cost Off)> TrainAsync(string program, string receiver)
    {
        using var on = new Trained(program, receiver);
        using var off = new Trained(program, null);
        while (!on.HasEnded || !off.HasEnded)
        {
            await TurnAsync(on, off);
            await TurnAsync(off, on);
        }
        return (await on.CostAsync(), await off.CostAsync());
    }

    private static async Task TurnAsync(Trained one, Trained other)
    {
        if (one.HasEnded) return;
        other.Stop();
        one.Continue();
        for (var since = Stopwatch.StartNew(); since.Elapsed < Turn && !one.HasEnded; await Task.Delay(BetweenLooks)) one.Look();
    }
}
