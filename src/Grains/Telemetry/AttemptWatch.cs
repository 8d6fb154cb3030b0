using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.OdeEngine.Training;
using static Orchestrator.Grains.Telemetry.GrainTelemetry;

namespace Orchestrator.Grains.Telemetry;

/// <summary>What traces and metrics take from a running attempt.</summary>
internal sealed class AttemptWatch(string device, TraceSampling sampling)
{
    public TraceDepth TraceOf(int iteration, TraceDepth usual) => sampling.Of(iteration, usual);

    public void Saw(Observation observation)
    {
        MemoryPeak.Record(observation.EnginePeakBytes, Tag(Device, device), Tag(MemoryOf, "engine"));
        if (observation.ProcessPeakBytes is { } process) MemoryPeak.Record(process, Tag(Device, device), Tag(MemoryOf, "process"));
    }
}
