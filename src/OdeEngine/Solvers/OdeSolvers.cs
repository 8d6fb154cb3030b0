using System.Collections.Immutable;

namespace Orchestrator.OdeEngine.Solvers;

/// <summary>All solvers. Adding one: a tableau file and a line here.</summary>
public static class OdeSolvers
{
    public static ImmutableArray<OdeSolver> All { get; } = [];
}
