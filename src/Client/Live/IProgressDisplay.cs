using Orchestrator.Client.Output;

namespace Orchestrator.Client.Live;

/// <summary>Shows the progress of a sweep to a person, until it is over.</summary>
internal interface IProgressDisplay
{
    Task ShowAsync(IAsyncEnumerable<SweepProgress> progress);

    /// <summary>In place on a terminal, line by line elsewhere, nothing when quiet.</summary>
    static IProgressDisplay For(ConsoleStreams streams, TimeProvider time, Verbosity verbosity) => verbosity switch
    {
        Verbosity.Quiet => new NoDisplay(),
        _ when streams.IsLive => new LiveDisplay(streams),
        _ => new LineDisplay(streams, time),
    };
}

internal enum Verbosity { Quiet = 1, Normal = 2 }
