using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.TestSupport;

/// <summary>Small, valid specs and plans.</summary>
internal static class Sample
{
    public static SweepSpec Spec(
        string name = "sample", int replicates = 1, long? runs = null, OnFailure onFailure = OnFailure.Continue, TimeSpan? checkpointEvery = null)
        => new(
            name, Settings(checkpointEvery ?? TimeSpan.FromSeconds(2)),
            [new SpaceKey("training.optimizer.learning_rate", new ParameterDomain.Uniform(0, 1), null)],
            new SearchPlan("grid", null, [], 7), [.. Enumerable.Range(0, replicates).Select(i => (ulong)i)],
            [new Objective("validation.loss", Goal.Minimize)], new Budget(runs, null, null, null), new ResourceNeed("any", 1, false),
            new FailurePolicy(onFailure, ImmutableDictionary<FailureCause, int>.Empty), "name: sample", Fingerprint(name), []);

    public static string Fingerprint(string name)
        => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)));

    public static RunSettings Settings(TimeSpan checkpointEvery) => new(
        new WorkloadChoice.CubicSpiral(100, 10, 8, 5),
        new ModelChoice("mlp", [8], "tanh", 3, false, 0),
        new TrainingChoice(20, 1, "float32", new OptimizerChoice("adam", 0.01, 0.9, 0.999, 1e-8, 0, 0, 0), 1, 1, checkpointEvery),
        new SolverChoice("dopri5", 1e-5, 1e-7, null, null, 0, null, 1000, "i", 5, false),
        new GradientChoice("direct", null, null, false));

    public static RunPlan Plan(RunId id) => new(
        id, 1, [], Settings(TimeSpan.FromSeconds(2)), new ResourceNeed("any", 1, false), null, ImmutableDictionary<FailureCause, int>.Empty);

    public static Observation Observation(int iteration, double loss) => new(
        iteration, loss, loss, 10 * iteration, 20 * iteration, 0, 20 * iteration, iteration, 0, 0.1, 0.2, new PhaseSeconds(0, 0.1, 0.2, 0, 0, 0, 0), 1 << 20, null);
}
