using System.Text.Json.Nodes;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.SearchBench.Curves;
using Orchestrator.SearchBench.Functions;

namespace Orchestrator.SearchBench.Measuring;

/// <summary>Every measurement that the command line asks for, one line each.</summary>
internal static class Measurements
{
    private static readonly string[] _qualitySamplers = ["random", "tpe", "gp", "cma-es"];
    private static readonly string[] _timedSamplers = ["random", "tpe", "gp", "cma-es"];
    private static readonly string[] _curveSamplers = ["random", "tpe"];
    private static readonly string[] _frontSamplers = ["random", "tpe", "nsga2"];
    private static readonly int[] _finished = [1000, 10_000];

    public static IEnumerable<JsonObject> Of(BenchOptions options) => Lines(options).Select(Labelled);

    private static IEnumerable<JsonObject> Lines(BenchOptions options)
    {
        if (options.Wants("quality"))
            foreach (var function in TestFunctions.Shared.AddRange(TestFunctions.Own).Where(function => Chosen(options.Objective, function.Name)))
                foreach (var sampler in Named(_qualitySamplers, options))
                    yield return Quality.Of(function, sampler, options.Seeds);
        if (options.Wants("asktell"))
            foreach (var function in new[] { TestFunctions.Trivial, TestFunctions.Shared[1], TestFunctions.Shared[2] }.Where(function => Chosen(options.Objective, function.Name)))
                foreach (var sampler in Named(_timedSamplers, options))
                    foreach (var finished in _finished)
                        yield return Latency.Of(function, sampler, finished);
        if (options.Wants("curves"))
            foreach (var sampler in Named(_curveSamplers, options))
                // wilcoxon compares seeds, and a population has no checkpoints to hand on in a world of formulas.
                foreach (var scheduler in Schedulers.All.Where(scheduler => scheduler.Name is not ("wilcoxon" or "pbt")))
                    yield return CurveQuality.Of(scheduler, sampler, options.Seeds);
        if (options.Wants("coverage"))
            foreach (var line in Coverage.Lines()) yield return line;
        if (options.Wants("hypervolume"))
            foreach (var front in FrontFunctions.All.Where(front => Chosen(options.Objective, front.Function.Name)))
                foreach (var sampler in Named(_frontSamplers, options))
                    yield return Volumes.Of(front, sampler, options.Seeds);
    }

    private static bool Chosen(string? wanted, string name) => wanted is null || wanted == name;

    private static IEnumerable<ISampler> Named(string[] names, BenchOptions options)
        => Samplers.All.Where(sampler => names.Contains(sampler.Name) && Chosen(options.Sampler, sampler.Name));

    private static JsonObject Labelled(JsonObject line)
    {
        var labelled = new JsonObject { ["bench"] = "hpo", ["lib"] = "orchestrator", ["version"] = typeof(ISampler).Assembly.GetName().Version!.ToString(3) };
        foreach (var (name, value) in line) labelled[name] = value!.DeepClone();
        return labelled;
    }
}
