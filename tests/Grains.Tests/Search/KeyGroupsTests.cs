using Orchestrator.Grains.Decisions.Search.Tpe;

namespace Orchestrator.Grains.Tests.Search;

public sealed class KeyGroupsTests
{
    private const double Lacks = double.NaN;

    private static readonly double[][] _good = [[0.1, 0.2], [0.3, Lacks], [0.5, 0.6], [0.7, Lacks]];
    private static readonly double[][] _others = [[0.1, 0.2, 0.9], [0.3, Lacks, Lacks], [0.5, 0.6, 0.8], [0.7, Lacks, Lacks]];

    [Fact]
    public void Keys_that_the_same_trials_have_go_together()
        => Assert.Equal([[0, 2], [1, 3]], KeyGroups.Of(_good, _others));

    [Fact]
    public void One_trial_of_either_part_that_has_only_one_of_them_separates_keys()
    {
        double[][] others = [[0.1], [0.3], [0.5], [Lacks]];
        Assert.Equal([[0, 2], [1], [3]], KeyGroups.Of(_good, others));
        Assert.Equal([[0, 2], [1], [3]], KeyGroups.Of(others, _good));
    }

    [Fact]
    public void Before_any_trial_all_keys_go_together() => Assert.Equal([[0, 1]], KeyGroups.Of(new double[][] { [], [] }));
}
