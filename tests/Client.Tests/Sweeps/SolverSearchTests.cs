using System.Text.Json;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Sweeps;

/// <summary>The example of a search for a front, at reduced size, and its front beside that of the whole grid, as docs/search.md shows them.</summary>
public sealed class SolverSearchTests
{
    private const int Cells = 14;

    private static readonly string[] _reduced =
    [
        "run", Repository.Example("solver-search.yaml"), "training.iterations=60", "solver.method=midpoint,rk4,tsit5", "solver.rtol=1e-2,1e-4", "solver.step_size=1,0.5", "gradient.method=direct,adjoint",
    ];

    [Fact]
    public async Task A_search_for_a_front_is_measured_beside_the_front_of_the_whole_grid()
    {
        using var folder = new TemporaryFolder();
        var grid = await OrchestratorProcess.RunAsync(folder, [.. _reduced, "name=grid", "search.kind=grid", "search.trials=null", "scheduler.kind=none"]);
        Assert.True(grid.ExitCode == 0, grid.ToString());
        var search = await OrchestratorProcess.RunAsync(folder, [.. _reduced, "name=search", "search.trials=7", "scheduler.min=2000", "scheduler.max=90000"]);
        Assert.True(search.ExitCode == 0, search.ToString());

        var compared = await OrchestratorProcess.RunAsync(folder, "compare", "grid", "search", "--format", "json");
        Assert.True(compared.ExitCode == 0, compared.ToString());
        using var document = JsonDocument.Parse(compared.Out);
        var (whole, found) = (document.RootElement.GetProperty("fronts")[0], document.RootElement.GetProperty("fronts")[1]);
        // Both train the same networks with the same solvers, so the search cannot find what the grid does not hold.
        Assert.Equal((Cells, 1.0), (whole.GetProperty("ranked").GetInt32(), whole.GetProperty("share").GetDouble()));
        Assert.InRange(found.GetProperty("ranked").GetInt32(), 1, 7);
        Assert.InRange(found.GetProperty("share").GetDouble(), 0.01, 1);
        Assert.InRange(found.GetProperty("evaluations").GetDouble() / whole.GetProperty("evaluations").GetDouble(), 0.001, 0.99);
        Assert.Equal(["memory.peak", "nfe.total", "training.loss"], document.RootElement.GetProperty("front_reference").EnumerateObject().Select(field => field.Name));
        Assert.Matches(@"The front of B has [0-9.]+ % of the hypervolume", (await OrchestratorProcess.RunAsync(folder, "compare", "grid", "search")).Out);
    }
}
