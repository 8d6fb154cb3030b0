using System.Text;
using System.Text.Json;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Output;
using Orchestrator.Client.Results;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Client.Tests.Results;

public sealed class ComparePresenterTests
{
    private static readonly SideBySide Sample = new(
        [
            new("A", "spiral-3fa9c1", "spiral", 0, false, Samples.Assignment("dopri5", new ParameterValue.Number(1e-3)), 3, 0, [0, 1, 2], [Samples.Of(0.1, 0.01), Samples.Of(12345, 10)]),
            new("B", "spiral-3fa9c1", "spiral", 4, true, Samples.Assignment("tsit5", null), 2, 1, [0, 1], [Samples.Of(0.12, 0.01), Samples.Of(10000, 10)]),
        ],
        [new Objective("validation.loss", Goal.Minimize), new Objective("nfe.total", Goal.Minimize)],
        [new("solver.method", ["dopri5", "tsit5"]), new("solver.rtol", ["1e-3", null])],
        [
            new(0, 1, "validation.loss", [], 1, new(Samples.Of(0.02, 0.03), Samples.Of(20, 30), 0.08, 0.16, 0.7, ContrastVerdict.Unclear, 14)),
            new(0, 1, "nfe.total", [], 1, new(Samples.Of(-2345, 10), Samples.Of(-19, 0.1), 1e-6, 2e-6, double.NegativeInfinity, ContrastVerdict.Lower, null)),
        ],
        [], ["validation.loss: cannot tell with 3 seeds"], ["A note."]);

    [Fact]
    public async Task People_see_sides_settings_differences_and_what_they_mean()
    {
        var text = await Show(OutputFormat.Table);
        Assert.Contains("A  spiral-3fa9c1/0  dopri5 rtol=1e-3 adjoint", text, StringComparison.Ordinal);
        Assert.Contains("B  spiral-3fa9c1/4 (leading trial)  tsit5 adjoint", text, StringComparison.Ordinal);
        Assert.Matches(@"B .* 2 .* 1 .* 0\.120 ± 0\.010", text);
        Assert.Matches(@"solver\.rtol\s+1e-3\s+–", text);
        Assert.Matches(@"B - A\s+validation\.loss\s+\+0\.020 ± 0\.030\s+\+20 ± 30\s+0\.160\s+\+0\.70\s+3\s+cannot tell\s+14 seeds", text);
        Assert.Matches(@"nfe\.total .*<0\.001\s+–\s+3\s+B lower", text);
        Assert.Contains("- validation.loss: cannot tell with 3 seeds", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_strict_and_carries_the_test()
    {
        using var json = JsonDocument.Parse(await Show(OutputFormat.Json));
        var contrast = json.RootElement.GetProperty("contrasts")[1];
        Assert.Equal(("A", "B", "lower"), (contrast.GetProperty("a").GetString(), contrast.GetProperty("b").GetString(), contrast.GetProperty("contrast").GetProperty("verdict").GetString()));
        Assert.Equal("-Infinity", contrast.GetProperty("contrast").GetProperty("effect").GetString());
        Assert.Equal(14, json.RootElement.GetProperty("contrasts")[0].GetProperty("contrast").GetProperty("seeds_needed").GetInt32());
        Assert.Equal(0.1, json.RootElement.GetProperty("sides")[0].GetProperty("values").GetProperty("validation.loss").GetProperty("mean").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("settings")[1].GetProperty("values")[1].ValueKind);
    }

    [Fact]
    public async Task Csv_has_a_row_for_each_pair_and_metric()
    {
        var lines = (await Show(OutputFormat.Csv)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("a,b,metric,settings,averaged,seeds,difference_mean,difference_low,difference_high,percent_mean,percent_low,percent_high,p_value,adjusted_p_value,effect,verdict,seeds_needed", lines[0]);
        Assert.StartsWith("spiral-3fa9c1/0,spiral-3fa9c1/4,validation.loss,,1,3,0.02,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",0.08,0.16,0.7,unclear,14", lines[1], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
    }

    private static async Task<string> Show(OutputFormat format)
    {
        await using var writer = new StringWriter();
        var streams = ConsoleStreams.To(writer, TextWriter.Null, new TerminalTraits(false, false, false, Encoding.UTF8, 160));
        await new ComparePresenter(streams, format).ShowAsync(Sample, TestContext.Current.CancellationToken);
        return writer.ToString();
    }
}
