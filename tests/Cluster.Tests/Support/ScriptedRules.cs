using System.Collections.Immutable;
using Orchestrator.Grains.Actors;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.TestSupport;

namespace Orchestrator.Cluster.Tests.Support;

/// <summary>Sweep files of one line, "name trials replicates", and threads where a fourth word stands; trial n has the learning rate n.</summary>
internal sealed class ScriptedRules : IExperimentRules
{
    public const string Key = "training.optimizer.learning_rate";

    public SpecCheck Check(SweepSource source)
    {
        var words = source.Text.Split(' ');
        if (words.Length is not (3 or 4)) return new SpecCheck([new SpecError("", 1, 1, source.Text, "has three or four words", "write them")], [], null, "", "");
        var spec = Sample.Spec(words[0], int.Parse(words[2]), checkpointEvery: TimeSpan.Zero);
        spec = spec with { Search = spec.Search with { Trials = long.Parse(words[1]) }, Fingerprint = Sample.Fingerprint(source.Text) };
        if (words.Length == 4) spec = spec with { Resources = spec.Resources with { Threads = int.Parse(words[3]) } };
        return new SpecCheck([], [], spec, words[1], (long.Parse(words[1]) * long.Parse(words[2])).ToString());
    }

    public Suggestion Suggest(SweepSpec spec, SearchHistory history, long trialNumber) => trialNumber < spec.Search.Trials
        ? new Suggestion.Point([new AssignedValue(Key, new ParameterValue.Number(trialNumber))])
        : new Suggestion.Exhausted();

    public RunSettings Settings(SweepSpec spec, ImmutableArray<AssignedValue> assignment)
    {
        var training = spec.Base.Training;
        var rate = ((ParameterValue.Number)assignment[0].Value).Value;
        return spec.Base with { Training = training with { Optimizer = training.Optimizer with { LearningRate = rate } } };
    }

    public double? Measure(string metric, Observation observation) => observation.ValidationLoss;
}
