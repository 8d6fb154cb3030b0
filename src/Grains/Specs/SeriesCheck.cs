using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Running;
using Orchestrator.OdeEngine.Workloads.Series;

namespace Orchestrator.Grains.Specs;

/// <summary>The engine's own reader, so that what passes here loads there.</summary>
internal sealed class SeriesCheck : ISeriesCheck
{
    public SeriesVerdict Check(WorkloadChoice.Series series) => SeriesFile.Load(PlanToEngine.Series(series)) switch
    {
        SeriesLoad.Errors errors => new SeriesVerdict([.. errors.All.Select(error => new SeriesFault(error.Line, error.Column, error.Message))], []),
        SeriesLoad.Loaded loaded => new SeriesVerdict([], loaded.Data.Remarks),
        var other => throw new InvalidOperationException($"{other.GetType()} is no answer of the series reader."),
    };
}
