using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Client.Live;
using Orchestrator.Client.Output;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Client.Tests.Live;

public sealed class DisplayTests
{
    private static readonly ImmutableDictionary<int, ImmutableArray<AssignedValue>> Settings =
        ImmutableDictionary<int, ImmutableArray<AssignedValue>>.Empty.Add(4, [new AssignedValue("solver.method", new ParameterValue.Text("[tsit5]"))]);

    [Fact]
    public void Progress_counts_running_runs_by_their_iterations() => Assert.Equal(0.45, Progress(Snapshots.UnderWay).Fraction);

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void The_picture_shows_counts_running_runs_and_the_best(int width)
    {
        var text = Draw(width);

        Assert.All(text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, line));
        foreach (var part in new[] { "[bold]spiral", "4/10  45 %", "about 1:23 left", "3 done", "1 failed (1 max-steps)", "50/100", "[tsit5]", "(attempt 2)", "best so far: trial 2 (dopri5), validation.loss 0.01250" })
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_a_line_is_written_when_a_run_has_ended_and_not_in_between()
    {
        using var messages = new StringWriter();
        var streams = ConsoleStreams.To(TextWriter.Null, messages, new TerminalTraits(false, false, false, Encoding.UTF8, 120));
        var further = Snapshots.UnderWay with { Completed = 4 };

        await new LineDisplay(streams, new FakeTimeProvider()).ShowAsync(Sequence(Snapshots.UnderWay, Snapshots.UnderWay, Snapshots.UnderWay, further, Snapshots.Over));

        var lines = messages.ToString().Trim().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Contains("4/10 runs, 1 failed (1 max-steps), 1 running, 5 queued, about 1:23 left, best: trial 2 (dopri5) validation.loss 0.01250", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', messages.ToString());
    }

    [Fact]
    public async Task A_full_disk_is_told_while_nothing_goes_on()
    {
        using var messages = new StringWriter();
        var streams = ConsoleStreams.To(TextWriter.Null, messages, new TerminalTraits(false, false, false, Encoding.UTF8, 120));
        var full = Snapshots.UnderWay with { LedgerTrouble = "database or disk is full" };

        await new LineDisplay(streams, new FakeTimeProvider()).ShowAsync(Sequence(Snapshots.UnderWay, full, full, Snapshots.UnderWay));

        var lines = messages.ToString().Trim().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Contains("nothing can be stored, trying again; nothing is lost: database or disk is full", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("stored", lines[2], StringComparison.Ordinal);
        streams.Messages.Write(new LiveView(Glyphs.Unicode).Render(Progress(full), 120, 24));
        Assert.Contains("database or disk is full", messages.ToString()[lines.Sum(line => line.Length)..], StringComparison.Ordinal);
    }

    private static string Draw(int width)
    {
        using var messages = new StringWriter();
        var streams = ConsoleStreams.To(TextWriter.Null, messages, new TerminalTraits(false, false, false, Encoding.UTF8, width));
        streams.Messages.Write(new LiveView(Glyphs.Unicode).Render(Progress(Snapshots.UnderWay), width, 24));
        return messages.ToString();
    }

    private static SweepProgress Progress(SweepSnapshot snapshot) => new(snapshot, Settings, [7], Contact.Answering);

    private static async IAsyncEnumerable<SweepProgress> Sequence(params SweepSnapshot[] snapshots)
    {
        foreach (var snapshot in snapshots)
        {
            await Task.Yield();
            yield return Progress(snapshot);
        }
    }
}
