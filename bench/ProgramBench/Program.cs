using System.Globalization;
using Orchestrator.ProgramBench;
using Orchestrator.ProgramBench.Pages;
using Orchestrator.ProgramBench.Telemetry;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var options = BenchOptions.Parse(args, out var error);
if (options is null)
{
    Console.Error.WriteLine(error);
    return 2;
}

Console.WriteLine((options.Part == "pages" ? await PagesMeasurement.OfAsync(options) : await OverheadMeasurement.OfAsync(options)).ToJsonString());
return 0;
