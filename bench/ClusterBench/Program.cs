using System.Globalization;
using Orchestrator.ClusterBench;
using Orchestrator.ClusterBench.Comparing;
using Orchestrator.ClusterBench.Measuring;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    // The processes that a measurement starts, kills and starts again.
    case ["serve", var folder, var runs]:
        await SweepChild.ServeAsync(folder, long.Parse(runs, CultureInfo.InvariantCulture));
        return 0;
    case ["resume", var folder, var id, var runs]:
        await SweepChild.ResumeAsync(folder, id, long.Parse(runs, CultureInfo.InvariantCulture));
        return 0;
    case ["join", var database, var silo, var gateway]:
        await SweepChild.JoinAsync(database, Port(silo), Port(gateway));
        return 0;
    case ["lead", var database, var silo, var gateway, var runs]:
        await SweepChild.LeadAsync(database, Port(silo), Port(gateway), long.Parse(runs, CultureInfo.InvariantCulture));
        return 0;
}
var options = BenchOptions.Parse(args, out var error);
if (options is null)
{
    Console.Error.WriteLine(error);
    return 2;
}
if (options.Compare) return Comparison.Run(options);
foreach (var part in Measurements.Parts.Where(options.Wants)) Console.WriteLine(Measurements.Of(part, options).ToJsonString());
return 0;

static int Port(string text) => int.Parse(text, CultureInfo.InvariantCulture);
