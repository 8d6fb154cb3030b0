using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.OdeEngine;

/// <summary>The one entry point of the engine.</summary>
public static class Ode
{
    /// <summary>Lays out everything a repeated solve of this field at this batch size needs.</summary>
    /// <exception cref="ArgumentException">Settings contradict each other or the field; all contradictions in one message.</exception>
    /// <param name="gradient">Null: forward only, nothing is remembered for a gradient.</param>
    public static IPreparedSolve Prepare(CountedField field, int batch, SolveSettings settings, GradientSettings? gradient)
    {
        SolveRules.CheckSettings(field, batch, settings, gradient);
        return new PreparedSolve(field, batch, settings, gradient);
    }
}
