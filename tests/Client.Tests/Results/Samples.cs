using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Client.Tests.Results;

/// <summary>A small result to render.</summary>
internal static class Samples
{
    public static readonly Estimate None = new(double.NaN, double.NaN, double.NaN, 0, 0);

    public static ComparisonTable Table(params TrialSummary[] trials) => new(
        "spiral-3fa9c1", "spiral", [new Objective("validation.loss", Goal.Minimize), new Objective("nfe.total", Goal.Minimize)],
        ["solver.method", "solver.rtol", "gradient.method"], [.. trials], [], null, false, ["dopri5 is ahead."], []);

    public static TrialSummary Trial(int number, string solver, ParameterValue? rtol = null) => new(
        number, Assignment(solver, rtol), 3, 3, ImmutableDictionary<FailureCause, int>.Empty, 0,
        [Of(0.0123, 0.001), Of(12345, 10)], Of(10000, 10), Of(2345, 3), Of(1.5, 0.1), Of(3 << 20, 10), Of(3, 1), Of(4, 1), number == 0);

    public static Estimate Of(double mean, double half) => new(mean, mean - half, mean + half, 3, 0);

    public static ImmutableArray<AssignedValue> Assignment(string solver, ParameterValue? rtol) =>
    [
        new("solver.method", new ParameterValue.Text(solver)),
        .. rtol is null ? Enumerable.Empty<AssignedValue>() : [new AssignedValue("solver.rtol", rtol)],
        new("gradient.method", new ParameterValue.Text("adjoint")),
    ];
}
