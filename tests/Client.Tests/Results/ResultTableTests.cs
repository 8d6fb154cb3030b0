using System.Collections.Immutable;
using System.Text;
using Orchestrator.Client.Output;
using Orchestrator.Client.Results;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Client.Tests.Results;

public sealed class ResultTableTests
{
    private static readonly ComparisonTable Table = Samples.Table(
        Samples.Trial(0, "dopri5", new ParameterValue.Number(1e-5)),
        Samples.Trial(1, "rk4") with { Failures = ImmutableDictionary<FailureCause, int>.Empty.Add(FailureCause.MaxSteps, 2), Objectives = [Samples.None with { NotFinite = 1 }, Samples.None] });

    [Fact]
    public void A_wide_terminal_gets_a_column_per_setting()
    {
        var text = Render(Table, 160, Encoding.UTF8);

        Assert.Contains("│ ★ │     0 │ dopri5 │ 1e-5 │ adjoint  │ 0.0123 ± 0.0010 │", text, StringComparison.Ordinal);
        Assert.Contains("2 max-steps", text, StringComparison.Ordinal);
        Assert.Contains("not finite", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void No_line_is_wider_than_the_terminal_and_no_number_is_broken(int width)
    {
        var text = Render(Table, width, Encoding.UTF8);

        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= width, line));
        if (width >= 80)
            Assert.Contains("0.0123 ± 0.0010", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ASCII_terminal_gets_substitutes()
    {
        var text = Render(Table, 160, Encoding.ASCII);

        Assert.True(Ascii.IsValid(text), text);
        Assert.Contains("0.0123 +/- 0.0010", text, StringComparison.Ordinal);
        Assert.Contains("*", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Markup_in_a_setting_is_text()
    {
        var text = Render(Samples.Table(Samples.Trial(0, "[red]x[/]")), 160, Encoding.UTF8);

        Assert.Contains("[red]x[/]", text, StringComparison.Ordinal);
    }

    private static string Render(ComparisonTable table, int width, Encoding encoding)
    {
        using var stream = new MemoryStream();
        using var writer = new StreamWriter(stream, encoding) { NewLine = "\n" };
        var streams = ConsoleStreams.To(writer, TextWriter.Null, new TerminalTraits(false, false, false, encoding, width));
        streams.Results.Write(new ResultTable(streams.ResultGlyphs).Render(table, streams.Results));
        writer.Flush();
        return encoding.GetString(stream.ToArray()).TrimStart('\uFEFF');
    }
}
