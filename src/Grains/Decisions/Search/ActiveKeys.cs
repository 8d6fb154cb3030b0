using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>A point under construction: which keys exist, given the values so far. A key that does not exist has its fixed setting.</summary>
internal sealed class ActiveKeys(SweepSpec spec)
{
    private readonly Dictionary<string, ParameterValue> _assigned = [];

    public bool Exists(SpaceKey key) => key.When is null || ConditionRules.Holds(key.When, ValueOf);

    public void Assign(string path, ParameterValue value) => _assigned[path] = value;

    public ParameterValue? ValueOf(string path) => _assigned.TryGetValue(path, out var value) ? value : SpecKeys.Find(path)?.Get(spec);

    /// <summary>In the order of the space.</summary>
    public ImmutableArray<AssignedValue> Assignment()
        => [.. spec.Space.Where(key => _assigned.ContainsKey(key.Path)).Select(key => new AssignedValue(key.Path, _assigned[key.Path]))];
}
