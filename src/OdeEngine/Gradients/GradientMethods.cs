using System.Collections.Immutable;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>All gradient methods.</summary>
public static class GradientMethods
{
    /// <summary>The catalogue: parsers, help, reports and tests enumerate it.</summary>
    public static ImmutableArray<GradientMethod> All { get; } = [new DirectMethod(), new CheckpointedMethod(), new AdjointMethod(), new InterpolatedMethod()];

    /// <summary>The method of this name, or null.</summary>
    public static GradientMethod? Find(string name) => All.FirstOrDefault(method => method.Name == name);
}
