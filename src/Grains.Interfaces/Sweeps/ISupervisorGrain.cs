using Orleans.Concurrency;

namespace Orchestrator.Grains.Interfaces.Sweeps;

/// <summary>Keeps the index of unfinished sweeps (key "main") and wakes them after any restart.</summary>
[Alias("supervisor")]
public interface ISupervisorGrain : IGrainWithStringKey
{
    /// <summary>Durable when answered; called before a sweep is acknowledged.</summary>
    [AlwaysInterleave, Alias("register")] Task Register(string sweepId);

    /// <summary>Called by every silo at its start and every few seconds: wakes what is unfinished, forgets what is over.</summary>
    [AlwaysInterleave, Alias("tick")] Task Tick();
}
