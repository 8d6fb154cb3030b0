using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.SearchBench.Functions;

namespace Orchestrator.SearchBench.Measuring;

/// <summary>A sweep over a test function, one trial after the other.</summary>
internal sealed class Sweep(TestFunction function, ISampler sampler, ulong seed)
{
    private readonly List<TrialRecord> _trials = [];
    private readonly SweepSpec _spec = Spec(function, sampler.Name, seed);

    public IReadOnlyList<TrialRecord> Trials => _trials;

    public void Run(long trials)
    {
        while (_trials.Count < trials) Tell(Ask());
    }

    /// <summary>The next point, as the sweep would ask for it.</summary>
    public ImmutableArray<AssignedValue> Ask()
        => ((Suggestion.Point)sampler.Suggest(_spec, new SearchHistory(_trials), _trials.Count)).Assignment;

    public void Tell(ImmutableArray<AssignedValue> assignment)
        => _trials.Add(new TrialRecord(_trials.Count, assignment, new TrialResult.Finished([.. function.Evaluate(new Point(assignment))])));

    /// <summary>The same trials go on with another sampler.</summary>
    public Sweep With(ISampler other)
    {
        var sweep = new Sweep(function, other, seed);
        sweep._trials.AddRange(_trials);
        return sweep;
    }

    /// <summary>Least value of the first objective among the first trials.</summary>
    public double Best(int trials) => _trials.Take(trials).Min(trial => ((TrialResult.Finished)trial.Result).Values[0]);

    private static SweepSpec Spec(TestFunction function, string sampler, ulong seed) => new(
        function.Name, Base: null!, function.Space, new SearchPlan(sampler, null, [], seed), [0], [.. Enumerable.Range(0, function.Objectives).Select(index => new Objective($"f{index + 1}", Goal.Minimize))],
        new Budget(null, null, null, null), new ResourceNeed("any", 1, false), new FailurePolicy(OnFailure.Continue, ImmutableDictionary<FailureCause, int>.Empty), "", "", []);
}
