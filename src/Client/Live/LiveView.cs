using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Output;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Client.Live;

/// <summary>The picture of a sweep under way: overall bar, counts, running runs, best so far.</summary>
internal sealed class LiveView(Glyphs glyphs)
{
    /// <summary>Lines around the table of runs.</summary>
    private const int LinesAround = 8;
    private const int WidestBar = 60;

    private readonly Numbers _numbers = new(glyphs);

    public IRenderable Render(SweepProgress progress, int width, int height)
    {
        var snapshot = progress.Snapshot;
        var rows = new List<IRenderable>
        {
            new Markup($"[bold]{PlainText.Escaped(snapshot.Name)}[/] {PlainText.Escaped(snapshot.Id)}{(snapshot.Status == SweepStatus.Active ? "" : $" [yellow]{snapshot.Status.ToString().ToLowerInvariant()}[/]")}"),
            new Markup(Bar(progress, width)),
            new Markup(Counts(snapshot)),
        };
        if (!snapshot.Running.IsEmpty)
            rows.Add(RunningRuns(progress, Math.Max(1, height - LinesAround)));
        if (snapshot.BestTrial is { } best)
            rows.Add(new Markup($"best so far: trial {best} ({PlainText.Escaped(SettingText.Of(snapshot.BestAssignment))}), {PlainText.Escaped(snapshot.ObjectiveMetric)} [bold]{_numbers.Value(snapshot.BestValue)}[/]"));
        if (progress.Trouble is { } trouble)
            rows.Add(new Markup($"[yellow]{PlainText.Escaped(trouble)}[/]"));
        if (progress.Contact == Contact.Lost)
            rows.Add(new Markup("[yellow]no answer from the silo; trying again[/]"));
        return new Rows(rows);
    }

    private string Bar(SweepProgress progress, int width)
    {
        var snapshot = progress.Snapshot;
        var remaining = progress.IsOver ? "" : snapshot.Remaining is { } left ? $"  about {Numbers.Clock(left)} left" : "  time left unknown yet";
        if (progress.Fraction is not { } fraction)
            return $"{snapshot.Finished} runs done{remaining}";
        var text = $" {snapshot.Finished}/{snapshot.ExpectedRuns}  {Math.Floor(fraction * 100):F0} %{remaining}";
        var length = Math.Clamp(width - text.Length - 1, 5, WidestBar);
        var full = (int)(fraction * length);
        return $"[green]{Repeat(glyphs.Full, full)}[/][grey]{Repeat(glyphs.Empty, length - full)}[/]{text}";
    }

    private string Counts(SweepSnapshot snapshot)
    {
        var parts = new List<string> { $"[green]{snapshot.Completed} done[/]" };
        if (snapshot.Pruned > 0)
            parts.Add($"{snapshot.Pruned} pruned");
        if (snapshot.Failed > 0)
            parts.Add($"[red]{snapshot.Failed} failed[/] ({string.Join(", ", snapshot.FailuresByCause.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {Choices.CauseName(pair.Key)}"))})");
        if (snapshot.Cancelled > 0)
            parts.Add($"{snapshot.Cancelled} cancelled");
        parts.Add($"{snapshot.Running.Length} running");
        parts.Add($"{snapshot.Queued} queued");
        if (snapshot.Paused > 0)
            parts.Add($"{snapshot.Paused} set aside");
        return string.Join($" {glyphs.Separator} ", parts);
    }

    private Table RunningRuns(SweepProgress progress, int most)
    {
        var table = new Table { Border = glyphs.LightBorder };
        foreach (var heading in new[] { "trial", "seed", "iteration", "loss", "NFE" })
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        table.AddColumn(new TableColumn("settings").NoWrap()).AddColumn(new TableColumn("device").NoWrap());
        var runs = progress.Snapshot.Running;
        foreach (var run in runs.Take(most))
            table.AddRow([.. Cells(progress, run).Select(cell => new Markup(PlainText.Escaped(cell)))]);
        if (runs.Length > most)
            table.Caption($"{runs.Length - most} more");
        return table;
    }

    private IEnumerable<string> Cells(SweepProgress progress, LiveRun run)
    {
        yield return run.Id.TrialNumber.ToString();
        yield return run.Id.Replicate < progress.Seeds.Length ? progress.Seeds[run.Id.Replicate].ToString() : glyphs.Dash;
        yield return $"{run.Iteration}/{run.Iterations}";
        yield return _numbers.Value(run.Last?.ValidationLoss ?? run.Last?.TrainingLoss);
        yield return run.Last is { } last ? Numbers.Count(last.NfeTotal) : glyphs.Dash;
        yield return progress.SettingsOf(run.Id.TrialNumber);
        yield return run.Attempt > 1 ? $"{run.Device} (attempt {run.Attempt})" : run.Device;
    }

    private static string Repeat(string sign, int count) => string.Concat(Enumerable.Repeat(sign, count));
}
