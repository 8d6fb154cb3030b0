using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Grains.Tests.Reports;

/// <summary>Ledger rows for tests of the reports.</summary>
internal static class Rows
{
    public const string SweepId = "sample-3fa9c1";
    public static readonly DateTimeOffset Start = new(2026, 3, 14, 9, 26, 53, TimeSpan.Zero);

    public static Objective Minimize(string metric) => new(metric, Goal.Minimize);

    public static ParameterValue Text(string value) => new ParameterValue.Text(value);

    public static ParameterValue Number(double value) => new ParameterValue.Number(value);

    public static SpaceKey Key(string path, params ParameterValue[] values) => new(path, new ParameterDomain.Values([.. values]), null);

    public static TrialRow Trial(int number, params (string Path, ParameterValue Value)[] assignment) =>
        new(SweepId, number, [.. assignment.Select(entry => new AssignedValue(entry.Path, entry.Value))]);

    public static SweepRow Sweep(int seeds, ImmutableArray<Objective> objectives, ImmutableArray<SpaceKey> space, string name = "sample", SweepStatus status = SweepStatus.Completed)
    {
        var settings = new RunSettings(
            new WorkloadChoice.CubicSpiral(1000, 25, 20, 10),
            new ModelChoice("mlp", [50], "tanh", 3, false, 0),
            new TrainingChoice(300, 10, "float32", new OptimizerChoice("adam", 1e-2, 0.9, 0.999, 1e-8, 0, 0, 0), 1, 1, TimeSpan.FromSeconds(10)),
            new SolverChoice("dopri5", 1e-5, 1e-7, null, null, 0, null, 10_000, "i", 0, false),
            new GradientChoice("direct", null, null, true));
        var spec = new SweepSpec(
            name, settings, space, new SearchPlan("grid", null, [], 0), [.. Enumerable.Range(0, seeds).Select(seed => (ulong)seed)], objectives,
            new Budget(null, null, null, null), new ResourceNeed("any", 1, false), new FailurePolicy(OnFailure.Continue, ImmutableDictionary<FailureCause, int>.Empty),
            $"name: {name}\nsolver:\n  rtol: 1e-5\n", "9f2c5a17b0d3e48899aa", []);
        return new(SweepId, name, status, null, Start, Start.AddMinutes(3), spec, "examples/sample.yaml", "test");
    }

    public static Observation Observation(int iteration, double? validation, long forward = 1000, long backward = 500) =>
        new(iteration, validation ?? 0.5, validation, forward, backward, 0, 200, 90, 5, 0.01, 0.5, new PhaseSeconds(0.1, 2, 3, 0.2, 0.1, 0.6, 3), 40_000_000, null);

    public static RunRow Completed(int trial, int replicate, Observation last, string? fit = null) =>
        new(new RunId(SweepId, trial, replicate), (ulong)replicate, RunStatus.Completed, null, null, 1, false, "cpu", Start, Start.AddSeconds(9), last, fit);

    public static RunRow Ended(int trial, int replicate, RunStatus status, FailureCause? cause = null, string? message = null, Observation? last = null) =>
        new(new RunId(SweepId, trial, replicate), (ulong)replicate, status, cause, message, 1, false, "cpu", Start, Start.AddSeconds(9), last, null);
}
