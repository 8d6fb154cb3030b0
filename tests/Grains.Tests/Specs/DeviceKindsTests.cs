using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Specs;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Specs;

public sealed class DeviceKindsTests
{
    private const string Sweep = """
        workload: { kind: cubic-spiral }
        solver: { method: rk4, step_size: 0.1 }
        resources:
          device: DEVICE
        """;

    [Theory]
    [InlineData("any", "cpu"), InlineData("cpu", "cpu"), InlineData("cuda", "cpu", "cuda:1"), InlineData("external", "cpu")]
    public void A_sweep_that_a_lone_machine_can_serve_is_taken(string wanted, params string[] offered) => Assert.Empty(Errors(wanted, offered));

    [Theory]
    [InlineData("cuda", "cpu"), InlineData("cpu", "cuda:0"), InlineData("cuda", "cudaish:0")]
    public void A_sweep_for_a_device_that_a_lone_machine_lacks_is_refused_instead_of_waiting_for_good(string wanted, string offered)
    {
        var error = Assert.Single(Errors(wanted, offered));
        Assert.Equal(("resources.device", 4, wanted), (error.Where, error.Line, error.Given));
        Assert.Contains($"offers {offered} only", error.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_looks_for_devices_that_are_not_asked_for()
        => Assert.Empty(new SpecReader(new SeriesCheck(), DataRoots.Everywhere, new DeviceKinds(() => throw new InvalidOperationException("looked"))).Check(Source("any")).Errors);

    [Fact]
    public void In_a_cluster_a_worker_may_join_later() => Assert.Empty(SpecReader.Default.Check(Source("cuda")).Errors);

    private static ImmutableArray<SpecError> Errors(string wanted, params string[] offered)
        => new ExperimentRules(new WorkerOptions { IsAlone = true }, new OfferedDevices(offered)).Check(Source(wanted)).Errors;

    private static SweepSource Source(string wanted) => new(Sweep.Replace("DEVICE", wanted, StringComparison.Ordinal), "s.yaml", "/", []);
}
