using Orchestrator.Grains.Ledger;

namespace Orchestrator.Grains.Actors;

/// <summary>What every sweep of a silo uses.</summary>
internal sealed record SweepServices(ILedger Ledger, IExperimentRules Rules, Handovers Handovers, RunReferences Runs);
