using Orchestrator.OdeEngine.Training;

namespace Orchestrator.Grains.Telemetry;

/// <summary>Which training iterations have a span, and which of those have spans of their solves. Attempts and sweeps always have one.</summary>
public sealed record TraceSampling
{
    /// <summary>Spans of iterations that the sweep file reports, with their solves.</summary>
    public static TraceSampling Reports { get; } = new();

    /// <summary>Every n-th iteration; 0: none; null: those that are reported.</summary>
    public int? Iterations { get; init; }

    /// <summary>Solves of traced iterations whose number n divides; 0: none.</summary>
    public int Solves { get; init; } = 1;

    internal TraceDepth Of(int iteration, TraceDepth usual)
    {
        var isTraced = Iterations is { } every ? IsPicked(every, iteration) : usual is not TraceDepth.None;
        if (!isTraced) return TraceDepth.None;
        return IsPicked(Solves, iteration) ? TraceDepth.Solves : TraceDepth.Iteration;
    }

    private static bool IsPicked(int every, int iteration) => every > 0 && iteration % every == 0;
}
