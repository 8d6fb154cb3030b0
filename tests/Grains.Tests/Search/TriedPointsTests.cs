using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Search;

public sealed class TriedPointsTests
{
    private static readonly ImmutableArray<AssignedValue> _earlier = Point(9, 32);

    private readonly TrialRecords _trials = new(Sample.Spec(), [new TrialRecord(-1, _earlier, new TrialResult.Pending())]);

    [Fact]
    public void A_point_is_tried_when_a_trial_of_this_sweep_has_exactly_its_values()
    {
        for (var number = 0; number < 50; number++) _trials.Proposed(number, Point(number % 40, 32, 16));
        ImmutableArray<AssignedValue>[] asked = [.. Enumerable.Range(0, 60).Select(number => Point(number, 32, 16)), Point(3, 16, 32), Point(3, 32), _earlier];
        Assert.Equal(40, asked.Count(_trials.All.HasTried));
        // Looking through the trials is the rule; finding them at once must answer the same.
        var looked = new SearchHistory(_trials.All.Trials);
        Assert.All(asked, point => Assert.Equal(looked.HasTried(point), _trials.All.HasTried(point)));
    }

    [Fact]
    public void A_trial_that_is_proposed_anew_forgets_its_former_point()
    {
        _trials.Proposed(0, Point(1));
        _trials.Proposed(1, Point(1));
        _trials.Proposed(1, Point(2));
        Assert.True(_trials.All.HasTried(Point(1)));
        _trials.Proposed(0, Point(3));
        Assert.Equal((false, true, true), (_trials.All.HasTried(Point(1)), _trials.All.HasTried(Point(2)), _trials.All.HasTried(Point(3))));
    }

    private static ImmutableArray<AssignedValue> Point(double rate, params ImmutableArray<long> hidden) =>
    [
        new("training.optimizer.learning_rate", new ParameterValue.Number(rate)),
        new("model.hidden", new ParameterValue.List([.. hidden.Select(width => new ParameterValue.Whole(width))])),
    ];
}
