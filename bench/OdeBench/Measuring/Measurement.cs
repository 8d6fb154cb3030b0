using System.Text.Json.Nodes;
using Orchestrator.OdeBench.Problems;
using TorchSharp;

namespace Orchestrator.OdeBench.Measuring;

/// <summary>Measures one workload in this process, one thread, and says it in the peer's fields.</summary>
internal static class Measurement
{
    public static JsonObject Of(Workload workload, BenchOptions options)
    {
        torch.set_num_threads(1);
        var line = new JsonObject { ["bench"] = "ode", ["lib"] = "orchestrator", ["workload"] = workload.Name, ["device"] = options.Device.Name, ["threads"] = 1 };
        if (workload.Training is null)
            SolveMeasurement.AddTo(line, workload, options);
        else
            TrainMeasurement.AddTo(line, workload, options);
        return line;
    }

    /// <summary>NaN of no values.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
