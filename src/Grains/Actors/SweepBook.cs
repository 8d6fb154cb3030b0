using Orchestrator.Grains.Decisions.Sweeps;

namespace Orchestrator.Grains.Actors;

/// <summary>What a sweep grain stores. Its spec is a row of the ledger.</summary>
internal sealed record SweepBook
{
    public SweepState Sweep { get; init; } = SweepState.Initial;

    /// <summary>W3C traceparent of the sweep's span.</summary>
    public string? TraceParent { get; init; }
}
