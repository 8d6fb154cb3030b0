using System.Globalization;
using Orchestrator.OdeBench;
using Orchestrator.OdeBench.Comparing;
using Orchestrator.OdeBench.Measuring;
using Orchestrator.OdeBench.Micro;
using Orchestrator.OdeBench.Precision;
using Orchestrator.OdeBench.Problems;
using Orchestrator.OdeBench.Scaling;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["micro", .. var own])
    return MicroBenchmarks.Run(own);
var options = BenchOptions.Parse(args, out var error);
if (options is null)
{
    Console.Error.WriteLine(error);
    return 2;
}
if (options.Child is { } name)
{
    Console.WriteLine(Measurement.Of(Workloads.Find(name), options).ToJsonString());
    return 0;
}
if (options.Scaling)
    return ScalingRun.Run(options.Figures);
if (options.Precision)
    return PrecisionRun.Run(options.Figures);
return options.Compare ? Comparison.Run(options) : Children.Run(options, Console.WriteLine);
