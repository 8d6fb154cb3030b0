using Orchestrator.Client.Output;
using Orchestrator.Client.Results;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Client.Tests.Results;

public sealed class ResultTextTests
{
    private static readonly ResultText Text = new(Glyphs.Unicode);

    private static PairedDifference Difference(Estimate percent, string key = "gradient.method") =>
        new(key, "direct", "adjoint", [new AssignedValue("solver.method", new ParameterValue.Text("dopri5"))], "nfe.total", percent);

    private static string Only(PairedDifference difference) => Assert.Single(Text.Differences(Samples.Table() with { Differences = [difference] }));

    [Fact]
    public void A_clear_difference_is_a_sentence_with_its_interval() => Assert.Equal(
        "adjoint instead of direct changes nfe.total by +35.20 % (at dopri5) [95 % interval +30.20 to +40.20 %, 3 seeds].",
        Only(Difference(Samples.Of(35.2, 5))));

    [Fact]
    public void An_interval_over_zero_is_called_not_distinguishable() => Assert.Contains("not distinguishable", Only(Difference(Samples.Of(1, 5))), StringComparison.Ordinal);

    [Fact]
    public void One_seed_has_no_interval() => Assert.Contains("one seed, no interval", Only(Difference(new Estimate(5, double.NaN, double.NaN, 1, 0))), StringComparison.Ordinal);

    [Fact]
    public void No_common_seed_is_said() => Assert.Contains("cannot be compared", Only(Difference(Samples.None)), StringComparison.Ordinal);

    [Fact]
    public void Gradient_methods_come_first_and_what_is_left_out_is_counted()
    {
        var table = Samples.Table() with { Differences = [.. Enumerable.Repeat(Difference(Samples.Of(1, 2), "solver.method"), 13), Difference(Samples.Of(9, 1))] };
        var lines = Text.Differences(table).ToList();

        Assert.Contains("+9.000 %", lines[0], StringComparison.Ordinal);
        Assert.Equal(13, lines.Count);
        Assert.StartsWith("2 more differences", lines[^1], StringComparison.Ordinal);
    }
}
