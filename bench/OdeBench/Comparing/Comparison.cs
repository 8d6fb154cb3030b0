using System.Text.Json.Nodes;
using Orchestrator.OdeBench.Problems;

namespace Orchestrator.OdeBench.Comparing;

/// <summary>Runs a workload here and at the peer in turn, round by round, so that both see the same machine.</summary>
internal static class Comparison
{
    /// <summary>A difference between the two reference solutions above this means two different problems.</summary>
    private const double SameProblem = 1e-5;

    /// <summary>Samples in one process, of which the least counts: the same number on both sides.</summary>
    private const int Samples = 5;

    /// <summary>Failed processes, or 0. Missed targets are a result, not a failure.</summary>
    public static int Run(BenchOptions options)
    {
        var all = new List<Pairs>();
        var failed = 0;
        Table.WriteHead();
        foreach (var name in Workloads.Names.Where(name => options.Only is null || name.StartsWith(options.Only, StringComparison.Ordinal)))
        {
            if (Measure(name, options) is not { } pairs)
            {
                failed++;
                continue;
            }
            Table.Write(pairs);
            all.Add(pairs);
        }
        if (options.Figures is { } folder)
            LoopFigure.Write(all, Path.Combine(folder, "loop-time.svg"));
        Table.WriteTargets(all);
        return failed;
    }

    private static Pairs? Measure(string name, BenchOptions options)
    {
        var (ours, peers) = (new List<JsonObject>(), new List<JsonObject>());
        for (var round = 0; round < options.Repeats; round++)
        {
            var one = options with { Repeats = Samples, TrainRepeats = 1, Reference = round == 0 };
            if (Line(Children.Own(name, one), options) is not { } own || Line(Peer(name, one), options) is not { } peer)
            {
                Console.Error.WriteLine($"{name}: a side failed; its own message stands above.");
                return null;
            }
            ours.Add(own);
            peers.Add(peer);
        }
        Check(name, ours[0], peers[0]);
        return new Pairs(name, [.. ours], [.. peers]);
    }

    private static List<string> Peer(string name, BenchOptions one)
    {
        List<string> command = [one.Python, one.Peer!, "--torchdiffeq", one.Checkout!, "--threads", "1", "--child", name, "--repeats", $"{one.Repeats}", "--train-repeats", $"{one.TrainRepeats}"];
        if (!one.Reference)
            command.Add("--no-reference");
        return command;
    }

    private static JsonObject? Line(List<string> command, BenchOptions options)
    {
        if (options.Cpu is { } cpu)
            command.InsertRange(0, ["taskset", "-c", $"{cpu}"]);
        var output = Children.OutputOf(command, out var exit);
        return exit == 0 ? JsonNode.Parse(output)!.AsObject() : null;
    }

    private static void Check(string name, JsonObject ours, JsonObject peer)
    {
        foreach (var field in new[] { "ref_state_mean_square", "ref_loss", "ref_grad_norm" })
            if (ours[field]?.GetValue<double>() is { } a && peer[field]?.GetValue<double>() is { } b && Math.Abs(a - b) > SameProblem * Math.Abs(b))
                throw new InvalidOperationException($"{name}: {field} is {a:R} here and {b:R} at the peer: the two do not solve the same problem.");
    }
}
