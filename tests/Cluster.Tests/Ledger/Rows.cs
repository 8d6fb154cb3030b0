using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Cluster.Tests.Ledger;

/// <summary>Rows with a value of every kind.</summary>
internal static class Rows
{
    /// <summary>With ticks, so that a lost digit shows.</summary>
    public static readonly DateTimeOffset Noon = new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero).AddTicks(1234567);

    public static RunId Run(int trial = 0, int replicate = 0, string sweep = "s-1") => new(sweep, trial, replicate);

    public static SweepSpec Spec(string fingerprint = "f1") => new(
        "Δt=0.1/лынь: «lynx» [1] 🐈",
        new RunSettings(
            new WorkloadChoice.Series("/data/Été 2026/pelts & co's.csv", "year", ["hare", "lynx"], "log", 0.7, 0.3),
            new ModelChoice("mlp", [32, 32], "tanh", 1, TimeInput: false, 0),
            new TrainingChoice(300, 10, "float32", new OptimizerChoice("adam", 1e-2, 0.9, 0.999, 1e-8, 0, 0, 0), 1, 0, TimeSpan.FromSeconds(30)),
            new SolverChoice("dopri5", 1e-5, 1e-7, null, null, 0, null, 10_000, "pi", 0, IndependentSteps: false),
            new GradientChoice("direct", null, null, Seminorm: false)),
        [
            new SpaceKey("solver.method", new ParameterDomain.Values([new ParameterValue.Text("dopri5"), new ParameterValue.Text("rk4")]), null),
            new SpaceKey("solver.rtol", new ParameterDomain.LogUniform(1e-8, 1e-2), new SpaceCondition.Not(new SpaceCondition.Either(
                new SpaceCondition.EqualTo("solver.method", new ParameterValue.Text("rk4")), new SpaceCondition.Capability("solver.adaptive")))),
        ],
        new SearchPlan("grid", null, [[new AssignedValue("solver.method", new ParameterValue.Text("rk4"))]], ulong.MaxValue),
        [0, 1, ulong.MaxValue],
        [new Objective("validation.loss", Goal.Minimize)],
        new Budget(500, 1e9, TimeSpan.FromMinutes(30), null),
        new ResourceNeed("any", 1, Exclusive: false),
        new FailurePolicy(OnFailure.Continue, ImmutableDictionary<FailureCause, int>.Empty.Add(FailureCause.DeviceLost, 3)),
        "name: x\n", fingerprint, ["a remark"])
    { ExpectedRuns = 6 };

    public static SweepRow Sweep(string id = "s-1", string fingerprint = "f1", DateTimeOffset? at = null) =>
        new(id, Spec().Name, SweepStatus.Active, null, at ?? Noon, null, Spec(fingerprint), "Été 2026/sweep №1 (a&b).yaml", "host: Ünïcode");

    public static RunRow RunRow(RunId id, RunStatus status = RunStatus.Completed, Observation? last = null) =>
        new(id, ulong.MaxValue, status, status == RunStatus.Failed ? FailureCause.StepSizeUnderflow : null, "dt → 0", 2, Exclusive: true, "cpu", Noon, Noon.AddSeconds(1.5), last, "{\"t\":[0]}");

    public static Observation Observation(int iteration, double loss = 0.5, double? validation = 0.25) => new(
        iteration, loss, validation, 11, 12, 13, 14, 15, 16, 1e-3, 0.5, new PhaseSeconds(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 3), long.MaxValue, null)
    {
        Stiffness = iteration % 2 == 0 ? 3.25 : null,
        GradientError = iteration % 3 == 0 ? 1.5e-6 : null,
    };
}
