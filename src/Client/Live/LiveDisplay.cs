using Orchestrator.Client.Output;
using Spectre.Console;

namespace Orchestrator.Client.Live;

/// <summary>For terminals: one view, drawn in place; the result takes its place at the end.</summary>
internal sealed class LiveDisplay(ConsoleStreams streams) : IProgressDisplay
{
    public async Task ShowAsync(IAsyncEnumerable<SweepProgress> progress)
    {
        var view = new LiveView(streams.MessageGlyphs);
        var profile = streams.Messages.Profile;
        await streams.Messages.Live(new Text("")).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            await foreach (var now in progress)
                live.UpdateTarget(view.Render(now, profile.Width, profile.Height));
        });
    }
}
