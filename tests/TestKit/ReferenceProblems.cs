using System.Collections.Immutable;

namespace Orchestrator.TestKit;

/// <summary>A non-stiff problem whose end value is known to about 12 digits (arenstorf: 8).</summary>
public sealed record ReferenceProblem(string Name, SampleFunction Function, double[] Rates, double[] Start, double End, double[] Expected);

/// <summary>End values by extrapolation in 80-bit arithmetic, checked by DOP853 at 1e-13.</summary>
public static class ReferenceProblems
{
    public static ImmutableArray<ReferenceProblem> All { get; } =
    [
        new("lotka-volterra", new LotkaVolterra(), LotkaVolterra.UsualRates, [1, 1], 10, [1.0263447675750892, 0.9096910781360416]),
        new("lorenz", new Lorenz(), [], [1, 0, 0], 10, [-5.857685382424092, -5.831082486426099, 23.932132987027572]),
        new("arenstorf", new Arenstorf(), [], [0.994, 0, 0, -2.0015851063790824], 17.065216560157964,
            [0.9940000000000345, 1.2784399390284115e-13, 2.0728215536491173e-11, -2.0015851063737156]),
    ];
}
