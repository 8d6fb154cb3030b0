using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Simulation;

/// <summary>The decisions of a sweep in their order, down to the last bit of every number; times of day and the sweep's id are left out.</summary>
internal static class DecisionTrace
{
    public static string Hash(IEnumerable<TrialRow> trials, IEnumerable<TellRow> tells)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in trials.OrderBy(trial => trial.Number).Select(Line).Concat(tells.Select(Line))) hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Line(TrialRow trial) => $"{trial.Number} {trial.TellsSeen} {string.Join(' ', trial.Assignment.Select(value => $"{value.Path}={value.Value}"))}";

    private static string Line(TellRow tell) => string.Create(CultureInfo.InvariantCulture,
        $"{tell.Sequence} {tell.Run.TrialNumber}/{tell.Run.Replicate} {tell.Kind} {tell.Attempts} {tell.Rung:R} {tell.Verdict} {tell.NextRung:R} {tell.Last?.Iteration} {tell.Last?.TrainingLoss:R}");
}
