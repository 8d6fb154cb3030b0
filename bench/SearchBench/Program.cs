using System.Globalization;
using Orchestrator.SearchBench;
using Orchestrator.SearchBench.Comparing;
using Orchestrator.SearchBench.Measuring;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var options = BenchOptions.Parse(args, out var error);
if (options is null)
{
    Console.Error.WriteLine(error);
    return 2;
}
if (options.Compare)
    return Comparison.Run(options);
foreach (var line in Measurements.Of(options)) Console.WriteLine(line.ToJsonString());
return 0;
