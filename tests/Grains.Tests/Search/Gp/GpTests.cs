using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Search.Gp;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Tests.Specs;

namespace Orchestrator.Grains.Tests.Search.Gp;

public sealed class GpTests
{
    private static readonly SweepSpec _spec = SpecText.Read(SpecText.Spiral + """
        space:
          solver.method: [dopri5, tsit5, rk4]
          solver.rtol: { log_uniform: [1e-8, 1e-2], when: solver.adaptive }
          solver.step_size: { uniform: [0.01, 0.1], when: not solver.adaptive }
          model.augment: { int: [0, 30] }
        search: { kind: gp, trials: 100, seed: 5 }

        """);

    /// <summary>Least (0) at tsit5, rtol 1e-5, augment 21.</summary>
    private static double Loss(ImmutableArray<AssignedValue> point)
    {
        var values = point.ToDictionary(value => value.Path, value => value.Value);
        var kind = ((ParameterValue.Text)values["solver.method"]).Value switch { "tsit5" => 0, "dopri5" => 0.3, _ => 0.2 };
        var own = values.TryGetValue("solver.rtol", out var rtol) ? Math.Pow(Math.Log10(((ParameterValue.Number)rtol).Value) + 5, 2) : 100 * ((ParameterValue.Number)values["solver.step_size"]).Value;
        return kind + 0.2 * own + Math.Pow((((ParameterValue.Whole)values["model.augment"]).Value - 21) / 10.0, 2);
    }

    private static List<TrialRecord> Searched(ISampler sampler, int trials)
    {
        var history = new List<TrialRecord>();
        while (history.Count < trials)
        {
            var point = ((Suggestion.Point)sampler.Suggest(_spec, new SearchHistory(history), history.Count)).Assignment;
            history.Add(new TrialRecord(history.Count, point, new TrialResult.Finished([Loss(point)])));
        }
        return history;
    }

    private static double Best(IEnumerable<TrialRecord> trials) => trials.Min(trial => Loss(trial.Assignment));

    [Fact]
    public void It_finds_the_best_point_of_a_space_of_all_kinds_of_keys()
    {
        Assert.True(Best(Searched(Samplers.Random, 50)) > 0.02);
        Assert.InRange(Best(Searched(Samplers.Gp, 50)), 0, 0.001);
    }

    [Fact]
    public void What_is_being_tried_is_not_proposed_again()
    {
        var trials = Searched(Samplers.Random, 30);
        for (var pending = 0; pending < 8; pending++)
        {
            var point = ((Suggestion.Point)Samplers.Gp.Suggest(_spec, new SearchHistory(trials), trials.Count)).Assignment;
            Assert.DoesNotContain(trials, trial => trial.Assignment.SequenceEqual(point));
            trials.Add(new TrialRecord(trials.Count, point, new TrialResult.Pending()));
        }
    }

    [Fact]
    public void A_long_history_is_learned_from_by_its_best_and_a_sample_that_hardly_changes()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(trial => CounterRandom.Uniform(9, trial, 0))];
        var told = TrainingTrials.Told(values, 3);
        var later = TrainingTrials.Told([.. values, 0.5, double.NaN], 3);
        Assert.Equal(TrainingTrials.Most, told.Length);
        Assert.Equal(Enumerable.Range(0, 1000).OrderBy(trial => values[trial]).Take(TrainingTrials.Most / 2), told[..(TrainingTrials.Most / 2)]);
        Assert.True(told.Intersect(later).Count() >= TrainingTrials.Most - 1);
        Assert.Equal([1001], TrainingTrials.Pending([.. values, 0.5, double.NaN]));
    }

    [Fact]
    public void The_same_point_told_many_times_with_the_same_value_does_no_harm()
    {
        var point = ((Suggestion.Point)Samplers.Gp.Suggest(_spec, SearchHistory.Empty, 0)).Assignment;
        var history = Enumerable.Range(0, 40).Select(number => new TrialRecord(number, point, new TrialResult.Finished([1]))).ToList();
        var next = ((Suggestion.Point)Samplers.Gp.Suggest(_spec, new SearchHistory(history), 40)).Assignment;
        Assert.NotEqual(point, next);
    }
}
