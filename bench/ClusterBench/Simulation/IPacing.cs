using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Running;

namespace Orchestrator.Simulation;

/// <summary>What simulated devices say of their time. Called on training threads, which may wait here.</summary>
internal interface IPacing
{
    /// <summary>After so much time of the simulation from its start, or from its last judgement, the run has something to say.</summary>
    void Plan(RunId run, TimeSpan after);

    /// <summary>Makes an observation at which the run is judged, and returns when the attempt knows what becomes of it.</summary>
    void ObserveJudged(RunId run, Observation observation, IAttemptFeed feed);
}

/// <summary>Devices that need no time and wait for nobody.</summary>
internal sealed class NoPacing : IPacing
{
    public void Plan(RunId run, TimeSpan after)
    {
    }

    public void ObserveJudged(RunId run, Observation observation, IAttemptFeed feed) => feed.Observed(observation);
}
