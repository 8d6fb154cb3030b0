using System.Globalization;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Simulation;

/// <summary>Sweep files over the two values that the formula knows. Parser, rules and samplers are the product's own.</summary>
internal static class SimulatedSweep
{
    /// <summary>Random search that trains every run to its end.</summary>
    public static SweepSource Random(long trials) => Source("random", trials, "");

    /// <summary>Random search under successive halving.</summary>
    public static SweepSource Halving(long trials, int seed) => Source("asha", trials, $$"""
        scheduler: { kind: asha }
        replicates: { seeds: [{{seed}}] }
        """, seed);

    private static SweepSource Source(string name, long trials, string more, int seed = 0) => new(string.Create(CultureInfo.InvariantCulture, $$"""
        name: {{name}}
        workload: { kind: cubic-spiral }
        training: { iterations: 81, report_every: 81, optimizer: { kind: adam } }
        space:
          training.optimizer.learning_rate: { log_uniform: [1e-5, 1] }
          training.optimizer.beta1: { uniform: [0, 0.99] }
        search: { kind: random, trials: {{trials}}, seed: {{seed}}, max_parallel: 32 }
        {{more}}
        """), "simulated.yaml", "/", []);
}
