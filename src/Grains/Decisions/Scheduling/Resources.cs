using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>The resources by the names that sweep files and sentences use.</summary>
internal static class Resources
{
    private static readonly ImmutableArray<(string Name, SchedulerResource Resource)> _all =
    [
        ("iterations", SchedulerResource.Iterations),
        ("nfe", SchedulerResource.FunctionEvaluations),
        ("seconds", SchedulerResource.Seconds),
    ];

    public static ImmutableArray<string> Names { get; } = [.. _all.Select(entry => entry.Name)];

    public static string Name(SchedulerResource resource) => _all.First(entry => entry.Resource == resource).Name;

    public static SchedulerResource Of(string name) => _all.First(entry => entry.Name == name).Resource;
}
