using System.Diagnostics;
using Orchestrator.OdeEngine;

namespace Orchestrator.OdeBench.Measuring;

/// <summary>Times calls that may be shorter than any clock's grain.</summary>
internal static class Timing
{
    /// <summary>A loop this long is worth a reading.</summary>
    private const double LoopSeconds = 0.02;
    /// <summary>CPU time for the compiler, which works beside us, to finish what it has seen.</summary>
    private const double WarmUpSeconds = 0.6;

    /// <summary>Calls until everything is compiled; how many calls then fill a loop.</summary>
    public static int WarmUp(Action call)
    {
        var started = CpuTime.Seconds;
        call();
        call();
        while (CpuTime.Seconds - started < WarmUpSeconds)
            for (var i = 0; i < 10; i++)
                call();
        var one = double.PositiveInfinity;
        for (var i = 0; i < 5; i++)
        {
            var before = Stopwatch.GetTimestamp();
            call();
            one = Math.Min(one, Stopwatch.GetElapsedTime(before).TotalSeconds);
        }
        return (int)Math.Clamp(LoopSeconds / one, 1, 1_000_000);
    }

    /// <param name="device">Null: a call waits for its device itself.</param>
    public static Cost Mean(Action call, int calls, ComputeDevice? device = null)
    {
        var started = Stopwatch.GetTimestamp();
        var cpu = CpuTime.Seconds;
        for (var i = 0; i < calls; i++)
            call();
        device?.Synchronize();
        return new Cost(Stopwatch.GetElapsedTime(started).TotalSeconds / calls, (CpuTime.Seconds - cpu) / calls);
    }
}
