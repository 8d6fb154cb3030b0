namespace Orchestrator.Grains.Decisions.Search.Gp;

/// <summary>Which trials a model learns from: all of them, up to a bound that keeps its cost the same for ever.</summary>
/// <remarks>
/// Beyond the bound half are the best ones, which decide where to look next, and half a sample of the others that says where not to. The sample goes
/// by a fixed random number of each trial, so that it changes little as trials come in.
/// </remarks>
internal static class TrainingTrials
{
    /// <summary>Trials with values.</summary>
    public const int Most = 100;
    /// <summary>Trials that are being tried, the latest ones.</summary>
    public const int MostPending = 50;

    /// <param name="values">Of every trial; NaN: pending.</param>
    /// <returns>Indices of trials with values, best first where there are too many.</returns>
    public static int[] Told(double[] values, ulong seed)
    {
        int[] told = [.. Enumerable.Range(0, values.Length).Where(trial => !double.IsNaN(values[trial]))];
        if (told.Length <= Most) return told;
        Array.Sort([.. told.Select(trial => values[trial])], told);
        var others = told[(Most / 2)..];
        Array.Sort([.. others.Select(trial => CounterRandom.Uniform(seed, trial, int.MaxValue))], others);
        return [.. told[..(Most / 2)], .. others[..(Most / 2)]];
    }

    public static int[] Pending(double[] values)
        => [.. Enumerable.Range(0, values.Length).Where(trial => double.IsNaN(values[trial])).TakeLast(MostPending)];
}
