using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Dashboard.Figures;

/// <param name="At">Height of the tick, 0 to 1.</param>
internal sealed record ParallelTick(double At, string Label);

/// <summary>One vertical axis.</summary>
/// <param name="At">Where each trial crosses it, 0 (bottom) to 1; null: the trial has no value here.</param>
internal sealed record ParallelAxis(string Title, double?[] At, ParallelTick[] Ticks);

/// <summary>Parallel coordinates (Inselberg 1985): one vertical axis per setting and result, one line per trial.</summary>
/// <param name="Trials">Numbers of the trials, in the order of each axis' values.</param>
/// <param name="Colour">Index of the axis whose value colours the lines.</param>
internal sealed record ParallelFigure(int[] Trials, ParallelAxis[] Axes, int Colour)
{
    /// <summary>From this ratio of the largest to the smallest value on, an axis of positive numbers is logarithmic.</summary>
    private const double LogarithmicFrom = 30;

    /// <summary>Up to so many different numbers of a setting stand at equal distances, each with its name.</summary>
    private const int MostNamed = 6;

    private const int Ticks = 5;

    public static ParallelFigure Of(SweepRow sweep, ImmutableArray<TrialListing> trials) => new(
        [.. trials.Select(trial => trial.Number)],
        [
            .. sweep.Spec.Space.Select(key => Setting(key.Path, [.. trials.Select(trial => trial.Assignment.FirstOrDefault(assigned => assigned.Path == key.Path)?.Value)])),
            Measured(sweep.Spec.Objectives[0].Metric, [.. trials.Select(trial => trial.Objective)]),
            Measured("NFE", [.. trials.Select(trial => trial.Evaluations)]),
            Measured("time, s", [.. trials.Select(trial => trial.Seconds)]),
        ],
        sweep.Spec.Space.Length);

    private static ParallelAxis Setting(string path, ImmutableArray<ParameterValue?> values) =>
        values.All(value => value is null or ParameterValue.Number or ParameterValue.Whole) && values.OfType<ParameterValue>().Distinct().Count() > MostNamed
            ? Measured(Text.Short(path), [.. values.Select(Number)])
            : Named(Text.Short(path), values);

    private static double? Number(ParameterValue? value) => value switch
    {
        ParameterValue.Number number => number.Value,
        ParameterValue.Whole whole => whole.Value,
        _ => null,
    };

    private static ParallelAxis Named(string title, ImmutableArray<ParameterValue?> values)
    {
        // Numbers in their order, words as they come.
        var names = values.OfType<ParameterValue>().Distinct().OrderBy(value => Number(value) ?? 0).Select(value => value.Label).ToList();
        double At(string name) => names.Count == 1 ? 0.5 : (double)names.IndexOf(name) / (names.Count - 1);
        return new(title, [.. values.Select(value => value is null ? (double?)null : At(value.Label))], [.. names.Select(name => new ParallelTick(At(name), name))]);
    }

    private static ParallelAxis Measured(string title, ImmutableArray<double?> values)
    {
        var finite = values.OfType<double>().Where(double.IsFinite).ToArray();
        if (finite.Length == 0) return new(title, new double?[values.Length], []);
        var (low, high) = (finite.Min(), finite.Max());
        if (low == high) return new(title, [.. values.Select(value => value == low ? 0.5 : (double?)null)], [new(0.5, Text.Number(low))]);
        var logarithmic = low > 0 && high / low >= LogarithmicFrom;
        double Scale(double value) => logarithmic ? Math.Log(value) : value;
        double Value(double at) => logarithmic ? low * Math.Pow(high / low, at) : low + ((high - low) * at);
        double? At(double? value) => value is { } v && double.IsFinite(v) ? (Scale(v) - Scale(low)) / (Scale(high) - Scale(low)) : null;
        return new(title, [.. values.Select(At)], [.. Enumerable.Range(0, Ticks).Select(i => (double)i / (Ticks - 1)).Select(at => new ParallelTick(at, Text.Number(Value(at))))]);
    }
}
