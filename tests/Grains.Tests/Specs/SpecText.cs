using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Specs;

namespace Orchestrator.Grains.Tests.Specs;

/// <summary>Sweep files for tests.</summary>
internal static class SpecText
{
    public const string Spiral = "workload: { kind: cubic-spiral }\n";

    /// <summary>S3 of the cases from the field: 12 trials.</summary>
    public const string Conditional = Spiral + """
        space:
          solver.method: [dopri5, tsit5, rk4]
          solver.rtol: { values: [1e-3, 1e-5], when: solver.adaptive }
          solver.step_size: { values: [0.1, 0.05], when: not solver.adaptive }
          gradient.method: [direct, adjoint]

        """;

    public static SpecCheck Check(string yaml, params string[] overrides)
        => SpecReader.Default.Check(new SweepSource(yaml, "test.yaml", AppContext.BaseDirectory, [.. overrides]));

    public static SweepSpec Read(string yaml, params string[] overrides)
    {
        var check = Check(yaml, overrides);
        Assert.Empty(check.Errors);
        return check.Spec!;
    }

    public static SpecError OnlyError(string yaml, params string[] overrides) => Assert.Single(Check(yaml, overrides).Errors);

    public static SpecNode.Mapping Tree(string yaml)
    {
        var errors = new SpecErrors();
        var tree = SpecTree.Read(yaml, errors);
        Assert.Empty(errors.All);
        return tree!;
    }
}
