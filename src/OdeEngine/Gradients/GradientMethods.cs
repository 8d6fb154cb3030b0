using System.Collections.Immutable;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>All gradient methods.</summary>
public static class GradientMethods
{
    public static ImmutableArray<GradientMethod> All { get; } = [];
}
