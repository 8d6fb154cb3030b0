using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Decisions.Specs.Rules;
using Orchestrator.Grains.Decisions.Specs.Writing;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Specs;

/// <summary>From a sweep file to a checked spec: text, overrides, keys, combinations, data. All mistakes come back together.</summary>
internal sealed class SpecReader(ISeriesCheck series, DataRoots roots, DeviceKinds devices)
{
    /// <summary>The reader of this build, for whoever reads files of his own.</summary>
    public static SpecReader Default { get; } = new(new SeriesCheck(), DataRoots.Everywhere, DeviceKinds.Any);

    public SpecCheck Check(SweepSource source)
    {
        var errors = new SpecErrors();
        var tree = SpecTree.Read(source.Text, errors);
        if (tree is null) return new SpecCheck(errors.All, [], null, "", "");

        tree = OverrideReader.Apply(tree, source.Overrides, errors);
        var name = Path.GetFileNameWithoutExtension(source.FileName);
        var draft = SpecBinder.Bind(tree, name.Length == 0 ? "sweep" : name, source.Directory, errors);
        SpecRules.Check(draft, errors);
        devices.Check(draft, errors);
        var data = DataCheck.Of(draft, series, roots, errors);
        var count = TrialCount.Of(draft.Spec);
        if (errors.Any) return new SpecCheck(errors.All, [], null, Digits(count.Trials), Digits(count.Runs));

        ImmutableArray<string> remarks = [.. SpecRules.RemarksOn(draft), .. data.Remarks];
        var yaml = ResolvedSpec.Yaml(draft.Spec);
        var spec = draft.Spec with
        {
            ResolvedYaml = yaml,
            Fingerprint = Fingerprint.Of(yaml, data.ContentHash),
            Remarks = remarks,
            ExpectedRuns = count.Runs is { } runs && runs <= long.MaxValue ? (long)runs : null,
        };
        return new SpecCheck([], remarks, spec, Digits(count.Trials), Digits(count.Runs));
    }

    private static string Digits(System.Numerics.BigInteger? count) => count?.ToString() ?? "";
}
