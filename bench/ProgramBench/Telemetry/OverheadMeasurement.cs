using System.Diagnostics;
using System.Text.Json.Nodes;
using Orchestrator.ProgramBench.Processes;

namespace Orchestrator.ProgramBench.Telemetry;

/// <summary>
/// Training time of the spiral example (one run, direct gradients) in pairs of programs: one that exports traces, metrics and logs to a receiver on the
/// same machine, one that exports nothing; who goes first alternates. The ratio is taken within a pair, so that both meet the same machine. Training is ten
/// times as long as the example's, because compiling takes a good part of its second, and not always the same.
/// </summary>
internal static class OverheadMeasurement
{
    // Short beside the time that the thread's end may hide from the last look.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    private const string Iterations = "training.iterations=20000";

    public static async Task<JsonObject> OfAsync(BenchOptions options)
    {
        await using var sink = await OtlpSink.StartAsync();
        await TrainAsync(options.Program, sink.Address);
        var (training, others) = (new List<double>(), new List<double>());
        for (var pair = 0; pair < options.Pairs; pair++)
        {
            var onFirst = pair % 2 == 0;
            var first = await TrainAsync(options.Program, onFirst ? sink.Address : null);
            var second = await TrainAsync(options.Program, onFirst ? null : sink.Address);
            var (on, off) = onFirst ? (first, second) : (second, first);
            training.Add((on.Training / off.Training) - 1);
            others.Add(on.Others - off.Others);
            Console.Error.WriteLine($"pair {pair + 1}: training thread {off.Training:0.000} s off, {on.Training:0.000} s on; other threads {off.Others:0.00} s off, {on.Others:0.00} s on");
        }

        return new JsonObject
        {
            ["part"] = "telemetry",
            ["pairs"] = options.Pairs,
            ["training_overhead_median"] = Math.Round(At(training, 0.5), 4),
            ["training_overhead_quartiles"] = new JsonArray(Math.Round(At(training, 0.25), 4), Math.Round(At(training, 0.75), 4)),
            ["other_threads_cpu_s_median"] = Math.Round(At(others, 0.5), 3),
            ["bytes_exported_per_run"] = sink.Bytes / (options.Pairs + 1),
        };
    }

    /// <param name="Training">Processor seconds of the thread that trains.</param>
    private sealed record Cost(double Training, double Others);

    /// <param name="receiver">Null: nothing is exported.</param>
    private static async Task<Cost> TrainAsync(string program, string? receiver)
    {
        using var folder = new Folder();
        string[] run = [program, "run", Path.Combine(Repository.Root, "examples", "spiral.yaml"), "gradient.method=direct", "replicates.seeds=0", Iterations, "--data", folder.Path, "--quiet"];
        var start = new ProcessStartInfo("dotnet", run) { RedirectStandardOutput = true };
        foreach (var inherited in start.Environment.Keys.Where(name => name.StartsWith("OTEL_", StringComparison.Ordinal) || name.StartsWith("ORCHESTRATOR_", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(inherited);
        if (receiver is not null) (start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"], start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"]) = (receiver, "http/protobuf");
        using var process = Process.Start(start)!;
        var (times, output) = (new ThreadTimes(process.Id), process.StandardOutput.ReadToEndAsync());
        while (!process.HasExited)
        {
            times.Look();
            await Task.Delay(BetweenLooks);
        }

        await output;
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? new Cost(times.TrainingSeconds, times.OthersSeconds)
            : throw new InvalidOperationException($"{string.Join(' ', run)} ended with {process.ExitCode}.");
    }

    /// <summary>Linear between the two nearest values.</summary>
    private static double At(List<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        var place = share * (sorted.Length - 1);
        var low = (int)place;
        return sorted[low] + ((place - low) * (sorted[Math.Min(low + 1, sorted.Length - 1)] - sorted[low]));
    }
}
