using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search.Gp;

/// <summary>From a history to the next point: values, hyperparameters, posterior, greatest expected improvement; where that has come to rest, in other valleys.</summary>
internal static class GpModel
{
    /// <summary>Results before the model is asked.</summary>
    public const int LeastTold = 20;

    private const int FitEvaluations = 30;
    /// <summary>Trials around which points are tried.</summary>
    private const int Centers = 4;
    /// <summary>Proposals that may turn out to have been tried already; beyond, the space is all but exhausted.</summary>
    private const int Checked = 64;

    public static Suggestion Suggest(SweepSpec spec, SearchHistory history, Standing standing, Draws draws)
    {
        var space = new EncodedSpace(spec);
        var inputs = new Inputs(space.Axes);
        var values = TrialValues.Of(spec, history, standing, draws);
        var told = TrainingTrials.Told(values, spec.Search.Seed);
        var pending = TrainingTrials.Pending(values);
        var columns = space.Columns([.. told.Concat(pending).Select(trial => history.Trials[trial])]);
        double[][] points = [.. columns.Select((column, key) => column.Select(unit => inputs.Of(key, unit)).ToArray())];
        double[] known = [.. told.Select(trial => values[trial])];
        var isElsewhere = Stagnation.CallsForElsewhere(spec, standing, values);
        // Two fits to a long history share the time of one, so that a suggestion costs the same for ever.
        var evaluations = isElsewhere && known.Length == TrainingTrials.Most ? FitEvaluations / 2 : FitEvaluations;
        var posterior = new Posterior(inputs, points, known, Fit(inputs, points, known, evaluations));
        var valley = isElsewhere ? new Valley(inputs, posterior, points, known) : null;
        if (valley is { Outside: [_, ..] outside })
        {
            var logs = Fit(inputs, [.. points.Select(column => outside.Select(point => column[point]).ToArray())], [.. outside.Select(point => known[point])], evaluations);
            (posterior, known) = (new Posterior(inputs, points, valley.Values, logs), valley.Values);
        }
        int[] best = [.. Enumerable.Range(0, known.Length).OrderBy(trial => known[trial]).Take(Centers)];
        var search = new ImprovementSearch(space, inputs, posterior, draws);
        var proposals = search.Best([.. best.Select(trial => columns.Select(column => column[trial]).ToArray())]);
        var fresh = proposals.Take(Checked).FirstOrDefault(proposal => valley?.Holds(inputs.Of(proposal.Point.Units)) != true
            && !history.Trials.Any(trial => trial.Assignment.SequenceEqual(proposal.Point.Assignment)));
        return new Suggestion.Point((fresh ?? proposals[0]).Point.Assignment);
    }

    /// <summary>The most probable hyperparameters.</summary>
    private static double[] Fit(Inputs inputs, double[][] points, double[] known, int evaluations)
    {
        var likelihood = new MarginalLikelihood(inputs, points, known);
        var keys = inputs.Keys;
        return new BoxMinimizer(Hyperparameters.Low(keys), Hyperparameters.High(keys)).Minimize(
            (logs, gradient) => likelihood.Of(logs, gradient) + Hyperparameters.AddPrior(logs, gradient), Hyperparameters.Start(keys), evaluations);
    }
}
