using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Orchestrator.ClusterBench.Measuring;

/// <summary>How far a sweep was, at which wall and processor time of this process.</summary>
internal sealed record Progress
{
    private readonly List<Mark> _marks = [];
    private readonly Stopwatch _wall = Stopwatch.StartNew();

    /// <summary>A thousand runs are enough to even out collections and commits.</summary>
    private const long Span = 1000;

    public string Id { get; init; } = "";

    private sealed record Mark(long Finished, double Wall, double Cpu, double Mebibytes);

    public void Add(long finished) => _marks.Add(new Mark(finished, _wall.Elapsed.TotalSeconds, Environment.CpuUsage.TotalTime.TotalSeconds, Environment.WorkingSet / 1048576.0));

    public JsonObject ToJson(string part, long runs)
    {
        var (first, last) = (Cost(Span), Cost(runs - Span));
        return new JsonObject
        {
            ["part"] = part,
            ["runs"] = runs,
            ["sweep"] = Id,
            ["seconds"] = _marks[^1].Wall,
            ["runs_per_s"] = _marks[^1].Finished / _marks[^1].Wall,
            ["cpu_ms_per_run"] = 1e3 * (_marks[^1].Cpu - _marks[0].Cpu) / _marks[^1].Finished,
            ["wall_ms_first"] = first.Wall,
            ["wall_ms_last"] = last.Wall,
            ["cpu_ms_first"] = first.Cpu,
            ["cpu_ms_last"] = last.Cpu,
            ["growth"] = last.Cpu / first.Cpu,
            ["peak_mib"] = PeakMebibytes(),
            ["mib_first"] = _marks.First(mark => mark.Finished >= Span).Mebibytes,
        };
    }

    /// <summary>Milliseconds per run over the thousand runs after this one.</summary>
    private (double Wall, double Cpu) Cost(long after)
    {
        var from = _marks.First(mark => mark.Finished >= after);
        var to = _marks.FirstOrDefault(mark => mark.Finished >= after + Span) ?? _marks[^1];
        var runs = Math.Max(1, to.Finished - from.Finished);
        return (1e3 * (to.Wall - from.Wall) / runs, 1e3 * (to.Cpu - from.Cpu) / runs);
    }

    private static double PeakMebibytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1048576.0;
    }
}
