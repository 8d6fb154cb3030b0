using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports;

namespace Orchestrator.Grains.Decisions.Specs.Reading;

/// <summary>Tree to types, by the table of keys.</summary>
internal sealed class SpecBinder
{
    private readonly SpecErrors _errors;
    private readonly Dictionary<string, SpecNode> _structures = [];
    private readonly Dictionary<string, ParameterValue?> _values = [];
    private readonly Dictionary<string, SpecPlace> _places = [];

    private SpecBinder(SpecErrors errors) => _errors = errors;

    /// <summary>Always a draft, with defaults for what is wrong, so that later checks find more.</summary>
    /// <param name="directory">Absolute; relative data paths start here.</param>
    public static SpecDraft Bind(SpecNode.Mapping root, string defaultName, string directory, SpecErrors errors)
    {
        var binder = new SpecBinder(errors);
        binder.Walk(root, "");
        return binder.Draft(defaultName, directory);
    }

    private void Walk(SpecNode.Mapping mapping, string section)
    {
        foreach (var entry in mapping.Entries)
        {
            var path = section.Length == 0 ? entry.Key : $"{section}.{entry.Key}";
            if (SpecKeys.Find(path) is { } key) Keep(key, entry);
            else if (SpecKeys.Sections.Contains(path)) WalkSection(path, entry.Value);
            else Unknown(section, path, entry);
        }
    }

    private void WalkSection(string path, SpecNode value)
    {
        if (value is SpecNode.Mapping section) Walk(section, path);
        else if (value is not SpecNode.Scalar { IsNull: true })
            _errors.Add(value.Place, path, value.Given, $"`{path}` is a section", $"write its keys below it, such as {SpecKeys.NamesIn(path)[0]}: ...");
    }

    private void Keep(SpecKey key, SpecEntry entry)
    {
        _places[key.Path] = entry.Place;
        if (key.Kind is ValueKind.Structure) _structures[key.Path] = entry.Value;
        else if (key.Nullable && entry.Value is SpecNode.Scalar { IsNull: true }) _values[key.Path] = null;
        else if (ValueReader.Read(key, entry.Value, _errors) is { } value) _values[key.Path] = value;
    }

    private void Unknown(string section, string path, SpecEntry entry)
    {
        var fix = section.Length == 0 && SpecKeys.Find(entry.Key) is null && entry.Key.Contains('.', StringComparison.Ordinal) is false || section.Length > 0
            ? Nearest.Fix(entry.Key, SpecKeys.NamesIn(section))
            : Nearest.Fix(entry.Key, [.. SpecKeys.All.Select(key => key.Path)]);
        var elsewhere = SpecKeys.All.FirstOrDefault(key => key.Name == entry.Key && key.Path != path);
        if (elsewhere is not null && Nearest.Find(entry.Key, SpecKeys.NamesIn(section)) is null) fix = $"did you mean `{elsewhere.Path}`? ({fix})";
        _errors.Add(entry.Place, path, entry.Key, section.Length == 0 ? $"unknown key `{entry.Key}`" : $"unknown key `{entry.Key}` in `{section}`", fix);
    }

    private SpecDraft Draft(string defaultName, string directory)
    {
        var kind = _values.GetValueOrDefault(WorkloadKeys.Kind);
        var spec = SpecDefaults.Spec(kind is ParameterValue.Text { Value: WorkloadNames.CubicSpiral } ? SpecDefaults.Spiral : SpecDefaults.Series) with { Name = defaultName };
        foreach (var key in SpecKeys.All)
            if (_values.TryGetValue(key.Path, out var value)) spec = key.Set(spec, value);
        spec = WithAbsoluteData(spec, directory);
        CheckRequired(spec);
        CheckWorkloadKeys(spec);

        var space = _structures.TryGetValue(SweepKeys.Space, out var spaceNode) ? SpaceReader.Read(spaceNode, _errors, _places) : [];
        spec = spec with { Space = space };
        if (_structures.TryGetValue(SweepKeys.Objectives, out var objectives)) spec = spec with { Objectives = StructureReader.Objectives(objectives, _errors) };
        if (spec.Objectives.IsEmpty) spec = spec with { Objectives = [new Objective(HasValidation(spec) ? Metrics.ValidationLoss.Name : Metrics.TrainingLoss.Name, Goal.Minimize)] };
        if (_structures.TryGetValue(SweepKeys.Retries, out var retries)) spec = spec with { Failures = spec.Failures with { Retries = StructureReader.Retries(retries, _errors) } };
        if (_structures.TryGetValue(SweepKeys.Enqueue, out var points)) spec = spec with { Search = spec.Search with { Enqueued = PointReader.Read(points, spec, _errors) } };
        if (_structures.TryGetValue(SweepKeys.Constraints, out var constraints)) spec = spec with { Search = spec.Search with { Constraints = ConstraintReader.Read(constraints, _errors) } };
        return new SpecDraft(spec, _places.ToImmutableDictionary());
    }

    private void CheckRequired(SweepSpec spec)
    {
        foreach (var key in SpecKeys.All.Where(key => key.Required && !_places.ContainsKey(key.Path)))
            if (key.Path == WorkloadKeys.Kind || (_values.ContainsKey(WorkloadKeys.Kind) && Applies(key, spec)))
                _errors.Add(SpecPlace.Nowhere, key.Path, "nothing", $"{key.Path} must be written: {key.Kind.Text}", $"such as {key.Name}: {key.Example}");
    }

    private void CheckWorkloadKeys(SweepSpec spec)
    {
        if (!_values.ContainsKey(WorkloadKeys.Kind)) return;
        foreach (var key in WorkloadKeys.All.Where(key => _places.ContainsKey(key.Path) && !Applies(key, spec)))
            _errors.Add(_places[key.Path], key.Path, key.Name, $"a workload of this kind has no `{key.Name}`", $"remove it, or set workload.kind ({key.AppliesWhen})");
    }

    private static bool Applies(SpecKey key, SweepSpec spec)
        => key.AppliesWhen is null || (key.AppliesWhen == WorkloadKeys.OnSeries) == spec.Base.Workload is WorkloadChoice.Series;

    private static bool HasValidation(SweepSpec spec) => spec.Base.Workload is not WorkloadChoice.Series { ValidationFraction: 0 };

    private SweepSpec WithAbsoluteData(SweepSpec spec, string directory) => spec.Base.Workload is WorkloadChoice.Series { File.Length: > 0 } series
        ? spec with { Base = spec.Base with { Workload = series with { File = Absolute(series.File, directory) ?? "" } } }
        : spec;

    /// <summary>Null after adding why there is no such path.</summary>
    private string? Absolute(string file, string directory)
    {
        if (file.Contains('\0', StringComparison.Ordinal))
        {
            _errors.Add(_places[WorkloadKeys.DataFile], WorkloadKeys.DataFile, file.Replace('\0', '?'), "no path has a null character", "remove it");
            return null;
        }
        if (Path.IsPathFullyQualified(file)) return Path.GetFullPath(file);
        if (Path.IsPathFullyQualified(directory) && !directory.Contains('\0', StringComparison.Ordinal)) return Path.GetFullPath(file, directory);
        _errors.Add(_places[WorkloadKeys.DataFile], WorkloadKeys.DataFile, file, "it is relative to the folder of the sweep file, which was not given as an absolute path", "give that folder as an absolute path, or the data file");
        return null;
    }
}
