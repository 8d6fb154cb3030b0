using System.Diagnostics;

namespace Orchestrator.SearchBench.Measuring;

/// <summary>Searches that differ in their seed only, as many at once as there are cores. Each is a function of its seed, so their results are the same however many run.</summary>
internal static class Seeds
{
    /// <param name="count">Seeds 0 to count − 1.</param>
    /// <returns>One result per seed, and the mean seconds of a search.</returns>
    public static (T[] Results, double SecondsPerRun) Each<T>(int count, Func<ulong, T> search)
    {
        var (results, seconds) = (new T[count], new double[count]);
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            var start = Stopwatch.GetTimestamp();
            results[seed] = search((ulong)seed);
            seconds[seed] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        });
        return (results, seconds.Average());
    }
}
