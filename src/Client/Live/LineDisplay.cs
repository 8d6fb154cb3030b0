using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Output;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Client.Live;

/// <summary>For logs and pipes: a line whenever a run has ended, and every few seconds.</summary>
internal sealed class LineDisplay(ConsoleStreams streams, TimeProvider time) : IProgressDisplay
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly Numbers _numbers = new(streams.MessageGlyphs);

    public async Task ShowAsync(IAsyncEnumerable<SweepProgress> progress)
    {
        var shownAt = time.GetTimestamp();
        SweepProgress? shown = null;
        await foreach (var now in progress)
        {
            var changed = shown is null || now.Snapshot.Finished != shown.Snapshot.Finished || now.Snapshot.Status != shown.Snapshot.Status || now.Contact != shown.Contact || now.Trouble != shown.Trouble;
            if (!changed && time.GetElapsedTime(shownAt) < Longest)
                continue;
            streams.Say(Line(now));
            shown = now;
            shownAt = time.GetTimestamp();
        }
    }

    internal string Line(SweepProgress progress)
    {
        var snapshot = progress.Snapshot;
        var parts = new List<string> { $"{snapshot.Finished}/{snapshot.ExpectedRuns?.ToString() ?? "?"} runs" };
        if (snapshot.Pruned > 0)
            parts.Add($"{snapshot.Pruned} pruned");
        if (snapshot.Failed > 0)
            parts.Add($"{snapshot.Failed} failed ({string.Join(", ", snapshot.FailuresByCause.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {Choices.CauseName(pair.Key)}"))})");
        if (snapshot.Cancelled > 0)
            parts.Add($"{snapshot.Cancelled} cancelled");
        if (!progress.IsOver)
            parts.Add($"{snapshot.Running.Length} running, {snapshot.Queued} queued{(snapshot.Paused > 0 ? $", {snapshot.Paused} set aside" : "")}");
        if (snapshot.Remaining is { } remaining && !progress.IsOver)
            parts.Add($"about {Numbers.Clock(remaining)} left");
        if (snapshot.BestTrial is { } best)
            parts.Add($"best: trial {best} ({SettingText.Of(snapshot.BestAssignment)}) {snapshot.ObjectiveMetric} {_numbers.Value(snapshot.BestValue)}");
        if (snapshot.Status == SweepStatus.Paused)
            parts.Add("paused");
        if (progress.Trouble is { } trouble)
            parts.Add(trouble);
        if (progress.Contact == Contact.Lost)
            parts.Add("no answer from the silo, trying again");
        return $"{time.GetLocalNow():HH:mm:ss} {string.Join(", ", parts)}";
    }
}
