using System.Globalization;
using Orchestrator.ProgramBench;
using Orchestrator.ProgramBench.Pages;
using Orchestrator.ProgramBench.Rows;
using Orchestrator.ProgramBench.Telemetry;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var options = BenchOptions.Parse(args, out var error);
if (options is null)
{
    Console.Error.WriteLine(error);
    return 2;
}

var result = options.Part switch
{
    "pages" => await PagesMeasurement.OfAsync(options),
    "rows" => await RowsMeasurement.OfAsync(options),
    _ => await OverheadMeasurement.OfAsync(options),
};
Console.WriteLine(result.ToJsonString());
return 0;
