using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.Grains.Decisions.Specs.Conditions;

/// <summary>Something a chosen method can do, asked by name in conditions.</summary>
/// <param name="Key">The key whose value decides.</param>
internal sealed record NamedCapability(string Name, string Key, string Description, Func<ParameterValue?, bool> Has);

/// <summary>All capability names of conditions. The answers come from the engine's catalogues.</summary>
internal static class Capabilities
{
    public static ImmutableArray<NamedCapability> All { get; } =
    [
        new("solver.adaptive", SolverKeys.Method, "the solver estimates its error and chooses its own steps", value => Solver(value)?.IsAdaptive == true),
        new("solver.has_order", SolverKeys.Method, "the solver is an Adams method of chosen order", value => Solver(value)?.HasOrderOption == true),
        new("gradient.solves_backwards", SolverKeys.GradientMethod, "the gradient method solves a second equation and has tolerances of its own", value => Gradient(value)?.SolvesBackwards == true),
    ];

    public static NamedCapability? Find(string name) => All.FirstOrDefault(capability => capability.Name == name);

    private static OdeSolver? Solver(ParameterValue? value) => OdeSolvers.All.FirstOrDefault(solver => solver.Name == value?.Display);

    private static GradientMethod? Gradient(ParameterValue? value) => GradientMethods.All.FirstOrDefault(method => method.Name == value?.Display);
}
