using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.OdeEngine.Training;

/// <summary>
/// 32 bytes that change with anything that changes the numbers of a run. Not part of it: the time limit, how often is reported, where the
/// data file lies (its content counts), the device, and the number of threads: a run whose machine is lost goes on where there are other devices and fewer cores.
/// </summary>
internal static class PlanFingerprint
{
    public static byte[] Of(TrainingPlan plan, string dataFingerprint)
    {
        var text = new StringBuilder();
        text.AppendLine(Described(plan.Workload)).AppendLine(dataFingerprint);
        var model = (ModelSettings.Mlp)plan.Model;
        text.AppendLine(CultureInfo.InvariantCulture, $"mlp {string.Join(",", model.Hidden)} {model.Activation} {model.Power} {model.TimeInput} {model.Augment}");
        text.AppendLine(plan.Optimizer.ToString());
        text.AppendLine((plan.Solve with { Solver = null! }).ToString()).AppendLine(plan.Solve.Solver.Name);
        text.AppendLine((plan.Gradient with { Method = null! }).ToString()).AppendLine(plan.Gradient.Method.Name);
        text.AppendLine(CultureInfo.InvariantCulture, $"{plan.Iterations} {plan.ElementType} {plan.Seed}");
        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string Described(WorkloadSettings workload) => workload is WorkloadSettings.Series series
        ? string.Create(CultureInfo.InvariantCulture, $"series {series.TimeColumn} {string.Join("\0", series.Columns)} {series.Transform} {series.TrainFraction:R} {series.ValidationFraction:R} {series.Horizon}")
        : workload.ToString();
}
