using System.Collections.Immutable;
using Orchestrator.Grains.Actors;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports;
using Orchestrator.Grains.Running;

namespace Orchestrator.Grains.Specs;

/// <summary>What sweep files mean, for the actors.</summary>
internal sealed class ExperimentRules(WorkerOptions options, IMachineDevices devices) : IExperimentRules
{
    private readonly SpecReader _reader = new(new SeriesCheck(), new DataRoots(options.DataRoots), options.IsAlone ? new DeviceKinds(() => devices.Offers) : DeviceKinds.Any);

    public SpecCheck Check(SweepSource source) => _reader.Check(source);

    public Suggestion Suggest(SweepSpec spec, SearchHistory history, long trialNumber) => Proposals.Suggest(spec, history, trialNumber);

    public RunSettings Settings(SweepSpec spec, ImmutableArray<AssignedValue> assignment) => TrialSettings.Apply(spec, assignment);

    public PointReading Point(SweepSpec spec, ImmutableArray<string> pairs)
    {
        var errors = new SpecErrors();
        var point = PointReader.ReadPairs(pairs, spec, errors);
        if (point is { } read && !Constraints.Hold(spec, read))
            errors.Add(SpecPlace.Nowhere, SweepKeys.Constraints, string.Join(" ", pairs), "the point breaks a constraint of the sweep", "ask for a point that keeps all of search.constraints");
        return new PointReading(errors.Any || point is null ? [] : point.Value, errors.All);
    }

    public double? Measure(string metric, Observation observation) => Metrics.Find(metric)?.Read(observation);
}
