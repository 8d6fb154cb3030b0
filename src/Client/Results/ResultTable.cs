using System.Collections.Immutable;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Output;
using Orchestrator.Grains.Interfaces.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Client.Results;

/// <summary>The comparison of a sweep's trials for people: one row per trial, as wide as the terminal allows.</summary>
internal sealed class ResultTable(Glyphs glyphs)
{
    /// <summary>Objectives that have a column of their own anyway; left out when space is short.</summary>
    private static readonly ImmutableArray<string> ShownAnyway = ["nfe.total", "nfe.forward", "nfe.backward", "time.seconds", "memory.peak"];

    private readonly Numbers _numbers = new(glyphs);

    /// <summary>A column per setting if that fits, else one column for all of them, else no borders and shorter headings.</summary>
    public IRenderable Render(ComparisonTable table, IAnsiConsole console)
    {
        var options = RenderOptions.Create(console, console.Profile.Capabilities);
        foreach (var layout in new[] { Layout.Wide, Layout.Medium, Layout.Narrow })
        {
            var drawn = Draw(table, layout);
            if (layout == Layout.Narrow || ((IRenderable)drawn).Measure(options, int.MaxValue).Max <= console.Profile.Width)
                return drawn;
        }
        throw new InvalidOperationException("The narrow layout is taken as it is.");
    }

    private Table Draw(ComparisonTable table, Layout layout)
    {
        var drawn = new Table { Border = layout == Layout.Narrow ? glyphs.LightBorder : glyphs.Border };
        drawn.AddColumn(Number(" ")).AddColumn(Number("trial"));
        if (layout == Layout.Wide)
            foreach (var key in table.Keys)
                drawn.AddColumn(new TableColumn(PlainText.Escaped(SettingText.Heading(key, table.Keys))).NoWrap());
        else
            drawn.AddColumn(new TableColumn("settings"));
        var objectives = Enumerable.Range(0, table.Objectives.Length).Where(index => layout == Layout.Wide || index == 0 || !ShownAnyway.Contains(table.Objectives[index].Metric)).ToList();
        foreach (var index in objectives)
            drawn.AddColumn(Number(PlainText.Escaped(table.Objectives[index].Metric)));
        foreach (var heading in layout == Layout.Narrow ? ["NFE fw", "bw", "s", "memory", "fail"] : new[] { "NFE forward", "backward", "seconds", "peak memory", "failures" })
            drawn.AddColumn(Number(heading));
        if (layout == Layout.Narrow)
            foreach (var column in drawn.Columns)
                column.Padding = new Padding(0, 0, 1, 0);
        foreach (var trial in table.Trials)
            drawn.AddRow([.. Cells(table, trial, layout, objectives).Select(cell => new Markup(PlainText.Escaped(cell)))]);
        return drawn;
    }

    private IEnumerable<string> Cells(ComparisonTable table, TrialSummary trial, Layout layout, List<int> objectives)
    {
        yield return trial.ParetoOptimal ? glyphs.Star : "";
        yield return trial.Number.ToString();
        if (layout == Layout.Wide)
            foreach (var key in table.Keys)
                yield return trial.Assignment.FirstOrDefault(assigned => assigned.Path == key) is { } assigned ? assigned.Value.Label : "";
        else
            yield return SettingText.Of(trial.Assignment);
        foreach (var index in objectives)
            yield return _numbers.WithInterval(trial.Objectives[index]);
        yield return _numbers.Count(trial.NfeForward);
        yield return _numbers.Count(trial.NfeBackward);
        yield return _numbers.Seconds(trial.WallSeconds);
        yield return _numbers.Bytes(trial.PeakBytes);
        yield return Failures(trial, layout);
    }

    private static string Failures(TrialSummary trial, Layout layout)
    {
        if (trial.Failures.IsEmpty)
            return "";
        return layout == Layout.Narrow
            ? trial.Failures.Values.Sum().ToString()
            : string.Join(", ", trial.Failures.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {Choices.CauseName(pair.Key)}"));
    }

    private static TableColumn Number(string heading) => new TableColumn(heading).RightAligned().NoWrap();

    private enum Layout { Wide = 1, Medium = 2, Narrow = 3 }
}
