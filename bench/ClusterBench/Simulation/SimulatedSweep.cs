using System.Globalization;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Simulation;

/// <summary>A sweep file over the two values that the formula knows. Parser, rules and sampler are the product's own.</summary>
internal static class SimulatedSweep
{
    /// <summary>Random search that trains every run to its end.</summary>
    public static SweepSource Random(long trials) => new(string.Create(CultureInfo.InvariantCulture, $$"""
        name: random
        workload: { kind: cubic-spiral }
        training: { iterations: 81, report_every: 81, optimizer: { kind: adam } }
        space:
          training.optimizer.learning_rate: { log_uniform: [1e-5, 1] }
          training.optimizer.beta1: { uniform: [0, 0.99] }
        search: { kind: random, trials: {{trials}} }
        """), "simulated.yaml", "/", []);
}
