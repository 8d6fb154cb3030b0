using System.Text;
using Orchestrator.Client.Output;
using Orchestrator.Client.Results;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Client.Tests.Results;

public sealed class DifferenceTableTests
{
    private static PairedDifference Difference(Estimate percent, string key = "gradient.method", string metric = "nfe.total", string at = "dopri5") =>
        new(key, "direct", "adjoint", [new AssignedValue("solver.method", new ParameterValue.Text(at))], metric, percent)
        { Contrast = new Contrast(percent, percent, 0.01, 0.02, 1, percent.Low > 0 ? ContrastVerdict.Higher : ContrastVerdict.Unclear, null) };

    [Fact]
    public void A_clear_difference_stands_with_its_interval_and_an_unclear_one_is_marked()
    {
        var text = Draw(Difference(Samples.Of(35.2, 5)), Difference(Samples.Of(1, 5), metric: "validation.loss"));

        Assert.Contains("adjoint instead of direct, paired by seed", text, StringComparison.Ordinal);
        Assert.Matches(@"dopri5 .*\+35\.2 ± 5\.0 .*\+1\.0 ± 5\.0 ~", text);
        Assert.DoesNotContain("5.0 ~", text[..text.IndexOf("+1.0", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public void One_seed_has_no_interval_and_is_marked() => Assert.Contains("+5.000 ~", Draw(Difference(new Estimate(5, double.NaN, double.NaN, 1, 0))), StringComparison.Ordinal);

    [Fact]
    public void A_metric_without_any_ratio_has_no_column() =>
        Assert.DoesNotContain("nfe.backward", Draw(Difference(Samples.Of(35.2, 5)), Difference(Samples.None, metric: "nfe.backward")), StringComparison.Ordinal);

    [Fact]
    public void Gradient_methods_are_compared_where_the_sweep_varies_them() =>
        Assert.DoesNotContain("tsit5", Draw(Difference(Samples.Of(1, 2), "solver.rtol", at: "tsit5"), Difference(Samples.Of(9, 1))), StringComparison.Ordinal);

    [Fact]
    public void Rows_that_do_not_fit_are_counted() =>
        Assert.Contains("2 more in the report", Draw([.. Enumerable.Range(0, 14).Select(index => Difference(Samples.Of(1, 2), at: $"s{index}"))]), StringComparison.Ordinal);

    private static string Draw(params PairedDifference[] differences)
    {
        using var writer = new StringWriter();
        var streams = ConsoleStreams.To(writer, TextWriter.Null, new TerminalTraits(false, false, false, Encoding.UTF8, 120));
        foreach (var table in DifferenceTable.Of(Samples.Table() with { Differences = [.. differences] }, Glyphs.Unicode))
        {
            streams.Answer(table.Heading);
            streams.Results.Write(table.Table);
        }
        return writer.ToString();
    }
}
