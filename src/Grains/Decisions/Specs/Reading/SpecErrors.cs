using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Reading;

/// <summary>Gathers mistakes, so that all of them come back together.</summary>
internal sealed class SpecErrors
{
    private readonly List<SpecError> _errors = [];

    public bool Any => _errors.Count > 0;
    public int Count => _errors.Count;

    /// <summary>In the order of the file; overrides and what has no line come last.</summary>
    public ImmutableArray<SpecError> All =>
        [.. _errors.Distinct().OrderBy(error => error.Line == 0 ? int.MaxValue : error.Line).ThenBy(error => error.Column)];

    public void Add(SpecPlace place, string path, string given, string rule, string fix)
    {
        var where = !place.IsOverride ? path : path.Length == 0 ? $"override {place.Override}" : $"override {place.Override}: {path}";
        _errors.Add(new SpecError(where, place.Line, place.Column, given, rule, fix));
    }
}
