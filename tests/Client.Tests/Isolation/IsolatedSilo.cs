using System.Diagnostics;
using Orchestrator.Client.Tests.Processes;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Silo;

namespace Orchestrator.Client.Tests.Isolation;

/// <summary>An 'up' in a process of its own, and a connection to it.</summary>
internal sealed class IsolatedSilo : IAsyncDisposable
{
    private readonly OrchestratorProcess _up;
    private readonly SiloConnection _connection;

    private IsolatedSilo(TemporaryFolder folder, OrchestratorProcess up, SiloConnection connection) => (Folder, _up, _connection) = (folder, up, connection);

    public TemporaryFolder Folder { get; }

    public int Id => _up.Id;

    public bool HasExited => _up.HasExited;

    public Uri Web => RunningSilo.Find(Folder.Data)!.Web!;

    public IQueryGrain Query => _connection.Client.GetGrain<IQueryGrain>(0);

    public static Task<IsolatedSilo> StartAsync(int slots, CancellationToken cancellation, params (string Name, string Value)[] environment)
        => ServingAsync(folder => OrchestratorProcess.Start(folder, Up(slots), environment), cancellation);

    /// <summary>In a control group, as its device processes are.</summary>
    public static Task<IsolatedSilo> StartInAsync(MemoryGroup group, int slots, CancellationToken cancellation)
        => ServingAsync(folder => OrchestratorProcess.StartAfter(group.Enter, folder, Up(slots)), cancellation);

    private static string[] Up(int slots) => ["up", "--port", "0", "--slots", $"{slots}"];

    private static async Task<IsolatedSilo> ServingAsync(Func<TemporaryFolder, OrchestratorProcess> start, CancellationToken cancellation)
    {
        var folder = new TemporaryFolder();
        var up = start(folder);
        await up.SaidAsync("Serving", cancellation);
        return new IsolatedSilo(folder, up, await SiloConnection.ConnectAsync(RunningSilo.Find(folder.Data)!.Gateway, cancellation));
    }

    public async Task<string> SubmitAsync(string sweep)
    {
        var submitted = await _connection.Client.GetGrain<ISubmissionGrain>(0).Submit(new SweepSource(sweep, "sweep.yaml", Folder.Path, []), Repeat.ReuseExisting);
        return Assert.IsType<SubmitResult.Accepted>(submitted).SweepId;
    }

    /// <summary>Waits until the sweep has ended.</summary>
    public async Task<SweepRow> OverAsync(string id, CancellationToken cancellation)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < Patience.Limit; await Task.Delay(30, cancellation))
            if (await Query.Sweep(id) is { EndedAt: not null } over) return over;
        throw new TimeoutException($"{id} is not over after {Patience.Limit}:\n{_up.ErrorSoFar}");
    }

    /// <summary>Waits until a run is between these iterations.</summary>
    public async Task<RunRow> IsAtAsync(string id, int from, int to, CancellationToken cancellation)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < Patience.Limit; await Task.Delay(5, cancellation))
            if ((await Query.Runs(id)).FirstOrDefault(run => run.Status is RunStatus.Running && run.Last is { } last && last.Iteration >= from && last.Iteration <= to) is { } there) return there;
        throw new TimeoutException($"No run of {id} was seen between iterations {from} and {to}:\n{_up.ErrorSoFar}");
    }

    public async Task<int> CompletedAsync(string id) => (await Query.Runs(id)).Count(run => run.Status is RunStatus.Completed);

    public void Kill() => _up.Kill();

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _up.Dispose();
        Folder.Dispose();
    }
}
