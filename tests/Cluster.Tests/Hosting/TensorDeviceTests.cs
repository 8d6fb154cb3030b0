using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Running;
using Orchestrator.Silo;
using Orchestrator.TestSupport;

namespace Orchestrator.Cluster.Tests.Hosting;

/// <summary>A whole sweep on a device whose memory is closed, as that of a GPU is: pool, lease, worker, engine, checkpoints and report are the product's own.</summary>
public sealed class TensorDeviceTests : IDisposable
{
    private const string Sweep = """
        name: elsewhere
        workload: { kind: cubic-spiral, points: 200, end_time: 5, batch: 4, batch_times: 5 }
        model: { hidden: [8] }
        training: { iterations: 30, report_every: 10 }
        solver: { rtol: 1e-4, atol: 1e-6 }
        space: { gradient.method: [direct, adjoint, checkpointed] }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("tensors").FullName;

    [Fact]
    public async Task A_sweep_ends_with_the_results_that_the_processor_has()
    {
        var (here, hereNfe) = await RunAsync("cpu");
        var (elsewhere, elsewhereNfe) = await RunAsync("tensors");
        Assert.Equal(3, here.Length);
        Assert.Equal(hereNfe, elsewhereNfe);
        Assert.All(here.Zip(elsewhere), pair => Assert.Equal(pair.First, pair.Second, 1e-3 * pair.First));
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private async Task<(double[] Losses, long[] Nfe)> RunAsync(string device)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var silo = await EmbeddedSilo.StartAsync(new EmbeddedSiloOptions(Path.Combine(_folder, device))
        {
            Substitutes = services => services.AddSingleton<IMachineDevices>(new OfferedDevices(device)),
        }, cancellation);
        var accepted = Assert.IsType<SubmitResult.Accepted>(await silo.Client.GetGrain<ISubmissionGrain>(0).Submit(new(Sweep, "elsewhere.yaml", "/", []), Repeat.ReuseExisting));
        await Eventually.HoldsAsync(async () => (await silo.Client.GetGrain<ISweepGrain>(accepted.SweepId).Snapshot())!.Status is SweepStatus.Completed);
        var rows = await silo.Client.GetGrain<IQueryGrain>(0).Runs(accepted.SweepId);
        return ([.. rows.Select(row => row.Last!.TrainingLoss)], [.. rows.Select(row => row.Last!.NfeTotal)]);
    }
}
