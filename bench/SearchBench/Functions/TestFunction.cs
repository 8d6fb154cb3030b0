using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.SearchBench.Functions;

/// <summary>A function with a known minimum over a search space.</summary>
/// <param name="Evaluate">One value per objective, each to be minimised.</param>
/// <param name="Minimum">Of the first objective; NaN where there are several.</param>
internal sealed record TestFunction(string Name, ImmutableArray<SpaceKey> Space, Func<Point, double[]> Evaluate, double Minimum, int Objectives = 1);

/// <summary>A point by names.</summary>
internal sealed class Point(ImmutableArray<AssignedValue> assignment)
{
    public double this[string path] => assignment.First(value => value.Path == path).Value switch
    {
        ParameterValue.Number number => number.Value,
        ParameterValue.Whole whole => whole.Value,
        var other => throw new ArgumentException($"{path} = {other} is no number."),
    };

    public string Text(string path) => ((ParameterValue.Text)assignment.First(value => value.Path == path).Value).Value;

    /// <summary>x1, x2, … in order.</summary>
    public double[] Vector => [.. assignment.Select(value => ((ParameterValue.Number)value.Value).Value)];
}
