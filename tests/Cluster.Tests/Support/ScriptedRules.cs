using System.Collections.Immutable;
using Orchestrator.Grains.Actors;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.TestSupport;

namespace Orchestrator.Cluster.Tests.Support;

/// <summary>Sweep files of one line, "name trials replicates" and then keys of sweep files as key=value; trial n has the learning rate n, or n modulo 3 where duplicates are not avoided.</summary>
internal sealed class ScriptedRules : IExperimentRules
{
    public const string Key = "training.optimizer.learning_rate";

    public SpecCheck Check(SweepSource source)
    {
        var words = source.Text.Split(' ');
        if (words.Length < 3) return new SpecCheck([new SpecError("", 1, 1, source.Text, "has at least three words", "write them")], [], null, "", "");
        var spec = Sample.Spec(words[0], int.Parse(words[2]), checkpointEvery: TimeSpan.Zero);
        foreach (var word in words[3..].Select(word => word.Split('=')))
            spec = SpecKeys.Find(word[0])!.Set(spec, ValueReader.Read(SpecKeys.Find(word[0])!, new SpecNode.Scalar(SpecPlace.Nowhere, word[1], Plain: true), new SpecErrors()));
        spec = spec with { Search = spec.Search with { Trials = long.Parse(words[1]) }, Fingerprint = Sample.Fingerprint(source.Text) };
        return new SpecCheck([], [], spec, words[1], (long.Parse(words[1]) * long.Parse(words[2])).ToString());
    }

    public Suggestion Suggest(SweepSpec spec, SearchHistory history, long trialNumber)
    {
        if (!Samplers.For(spec).Proposes) return Samplers.For(spec).Suggest(spec, history, trialNumber);
        if (trialNumber >= spec.Search.Trials) return new Suggestion.Exhausted();
        return new Suggestion.Point([new AssignedValue(Key, new ParameterValue.Number(spec.Search.Duplicates is Duplicates.Avoid ? trialNumber : trialNumber % 3))]);
    }

    public RunSettings Settings(SweepSpec spec, ImmutableArray<AssignedValue> assignment)
    {
        var training = spec.Base.Training;
        var rate = ((ParameterValue.Number)assignment[0].Value).Value;
        return spec.Base with { Training = training with { Optimizer = training.Optimizer with { LearningRate = rate } } };
    }

    public PointReading Point(SweepSpec spec, ImmutableArray<string> pairs)
        => new([new AssignedValue(Key, new ParameterValue.Number(double.Parse(pairs[0].Split('=')[1])))], []);

    public double? Measure(string metric, Observation observation) => observation.ValidationLoss;
}
