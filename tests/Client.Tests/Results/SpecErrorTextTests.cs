using Orchestrator.Client.Results;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Client.Tests.Results;

public sealed class SpecErrorTextTests
{
    [Fact]
    public void A_mistake_in_the_file_has_its_place() => Assert.Equal(
        "x.yaml:12:9: solver.rtol = 0: must be > 0; use 1e-7",
        SpecErrorText.Of("x.yaml", new SpecError("solver.rtol", 12, 9, "0", "must be > 0", "use 1e-7")));

    [Fact]
    public void A_mistake_without_a_line_has_its_path() => Assert.Equal(
        "x.yaml: workload: is missing; add it",
        SpecErrorText.Of("x.yaml", new SpecError("workload", 0, 0, "", "is missing", "add it")));
}
