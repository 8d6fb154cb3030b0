using System.Globalization;
using Orchestrator.SearchBench.Measuring;

namespace Orchestrator.SearchBench.Comparing;

/// <summary>What people read: one Markdown row per figure, then the verdicts.</summary>
internal static class Table
{
    public static void Write(Measurement measured)
    {
        Console.WriteLine("| figure | ours (95 % interval) | Optuna (95 % interval) | limit | met |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        var all = new List<Verdict>();
        foreach (var target in Target.All)
        {
            var verdicts = target.Verdicts(measured).ToList();
            if (verdicts.Count == 0) continue;
            all.AddRange(verdicts);
            var met = string.Join(", ", verdicts.Select(verdict => verdict.IsMet ? "yes" : "no"));
            Console.WriteLine($"| {target.Figure.Name} | {Text(verdicts[0].Ours)} | {Text(target.Figure.Among(measured.Peers))} | {Number(target.Limit)} | {met} |");
        }
        Console.WriteLine();
        string[] missed = [.. all.Where(verdict => !verdict.IsMet).Select(verdict => $"{verdict.Figure.Name}: {Number(verdict.Ours.Mean)}, wanted at {(verdict.Figure.Better == Better.Less ? "most" : "least")} {Number(verdict.Limit)} ({verdict.Of})")];
        foreach (var miss in missed) Console.WriteLine($"not met: {miss}");
        Console.WriteLine($"targets met {all.Count - missed.Length} of {all.Count}");
    }

    private static string Text(Estimate? estimate)
        => estimate is null ? "–" : double.IsNaN(estimate.Low) ? Number(estimate.Mean) : $"{Number(estimate.Mean)} ({Number(estimate.Low)} to {Number(estimate.High)})";

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
