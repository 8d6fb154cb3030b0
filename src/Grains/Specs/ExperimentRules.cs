using System.Collections.Immutable;
using Orchestrator.Grains.Actors;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports;

namespace Orchestrator.Grains.Specs;

/// <summary>What sweep files mean, for the actors.</summary>
internal sealed class ExperimentRules : IExperimentRules
{
    public SpecCheck Check(SweepSource source) => SpecReader.Default.Check(source);

    public Suggestion Suggest(SweepSpec spec, SearchHistory history, long trialNumber) => Proposals.Suggest(spec, history, trialNumber);

    public RunSettings Settings(SweepSpec spec, ImmutableArray<AssignedValue> assignment) => TrialSettings.Apply(spec, assignment);

    public double? Measure(string metric, Observation observation) => Metrics.Find(metric)?.Read(observation);
}
