using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Specs;

internal sealed class SeriesCheck : ISeriesCheck
{
    public SeriesVerdict Check(WorkloadChoice.Series series) => new([], []);
}
