using System.Collections.Immutable;
using Orchestrator.Grains.Reports.Statistics;

namespace Orchestrator.Grains.Reports.Importance;

/// <summary>How much of what differs between trials is more than the chance of their seeds.</summary>
internal static class Replicates
{
    /// <summary>One minus the mean squared standard error of the trials over the variance between them; NaN where no trial has two seeds.</summary>
    /// <param name="values">What the trials are compared by: mean or its logarithm.</param>
    /// <param name="runs">[trial][run], as measured.</param>
    public static double Reliability(double[] values, ImmutableArray<ImmutableArray<double>> runs, bool logarithmic)
    {
        var errors = runs.Where(trial => trial.Length > 1).Select(trial => Squared(trial, logarithmic)).ToArray();
        var spread = Spread.Of(values).Deviation;
        return errors.Length == 0 ? double.NaN : 1 - (errors.Average() / (spread * spread));
    }

    private static double Squared(ImmutableArray<double> trial, bool logarithmic)
    {
        var spread = Spread.Of(trial.AsSpan());
        // The error of a logarithm is the relative error.
        var error = logarithmic ? spread.StandardError / (spread.Mean * Math.Log(10)) : spread.StandardError;
        return error * error;
    }
}
