using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.ClusterBench.Comparing;

internal enum Wanted
{
    AtMost = 1,
    AtLeast = 2,
}

/// <summary>What one figure of ours is to reach.</summary>
/// <param name="Part">Part of the measurements.</param>
/// <param name="Field">Field of the figure in that part's line.</param>
internal sealed record Target(string Part, string Name, string Field, Wanted Wanted, double Limit)
{
    public static ImmutableArray<Target> All { get; } =
    [
        new("sweep", "finished runs per second, every commit durable", "runs_per_s", Wanted.AtLeast, 1000),
        new("sweep", "peak memory, MiB", "peak_mib", Wanted.AtMost, 1536),
        new("sweep", "processor time per run, last thousand over the one after the 1,000th run", "growth", Wanted.AtMost, 1.3),
        new("sweep", "seconds from a new process to the sweep being served", "restart_active_s", Wanted.AtMost, 10),
        new("sweep", "finished runs that a killed process forgot", "restart_lost", Wanted.AtMost, 0),
        new("sweep", "rate over Optuna's random sampler on SQLite", "over_sqlite", Wanted.AtLeast, 20),
        new("replay", "seconds of a replay of successive halving of 10,000 runs", "seconds", Wanted.AtMost, 60),
        new("postgres", "finished runs per second, two silos on PostgreSQL", "runs_per_s", Wanted.AtLeast, 500),
        new("pool", "ms of a decision of the pool, 1,000 workers and 8,000 leases", "event_ms", Wanted.AtMost, 3),
    ];

    /// <summary>Null: this line has no such figure.</summary>
    public Verdict? Of(JsonObject line)
    {
        if ((string?)line["part"] != Part || line[Field] is not { } figure) return null;
        var ours = double.Parse(figure.ToJsonString(), CultureInfo.InvariantCulture);
        return new Verdict(this, ours, Wanted == Wanted.AtMost ? ours <= Limit : ours >= Limit);
    }
}

internal sealed record Verdict(Target Target, double Ours, bool IsMet);
