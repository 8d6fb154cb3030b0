using System.Globalization;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Simulation;

/// <summary>A sweep file over the two values that the formula knows. Parser, rules and sampler are the product's own.</summary>
internal static class SimulatedSweep
{
    /// <summary>Iterations until <see cref="Asha"/> judges a run for the first time.</summary>
    public const int FirstRung = 9;

    /// <summary>Successive halving without waiting, judged after 9 and 27 of 81 iterations.</summary>
    public static SweepSource Asha(long trials, int devices, ulong seed, string sampler) => Source(string.Create(CultureInfo.InvariantCulture, $$"""
        name: asha
        workload: { kind: cubic-spiral }
        training: { iterations: 81, report_every: 81, optimizer: { kind: adam } }
        space:
          training.optimizer.learning_rate: { log_uniform: [1e-5, 1] }
          training.optimizer.beta1: { uniform: [0, 0.99] }
        search: { kind: {{sampler}}, trials: {{trials}}, seed: {{seed}}, max_parallel: {{devices}} }
        scheduler: { kind: asha, min: {{FirstRung}} }
        """));

    /// <summary>Random search that trains every run to its end.</summary>
    public static SweepSource Random(long trials) => Source(string.Create(CultureInfo.InvariantCulture, $$"""
        name: random
        workload: { kind: cubic-spiral }
        training: { iterations: 81, report_every: 81, optimizer: { kind: adam } }
        space:
          training.optimizer.learning_rate: { log_uniform: [1e-5, 1] }
          training.optimizer.beta1: { uniform: [0, 0.99] }
        search: { kind: random, trials: {{trials}} }
        """));

    private static SweepSource Source(string text) => new(text, "simulated.yaml", "/", []);
}
