using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Client.Live;
using Orchestrator.Client.Output;
using Orchestrator.Client.Results;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Client.Commands;

/// <summary>How the end of a sweep is shown.</summary>
/// <param name="ReportPath">Null: in the data directory.</param>
internal sealed record FinishOptions(OutputFormat Format, string? ReportPath, Verbosity Verbosity);

/// <summary>The second half of run, resume, retry and watch: follow to the end, show the result, write the report, or leave in good order.</summary>
internal sealed class SweepFinish(ClientServices services, Target target, OpenSilo silo, FinishOptions options)
{
    /// <summary>Beyond the silo's own limit, something hangs; the promise to stop within five seconds is kept all the same.</summary>
    private static readonly TimeSpan Guard = OpenSilo.StopWithin + TimeSpan.FromMilliseconds(500);

    /// <summary>A cluster survives the loss of silos; a single process that stops answering has ended.</summary>
    private static readonly TimeSpan PatienceWithCluster = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan PatienceWithProcess = TimeSpan.FromSeconds(3);

    private SweepSnapshot? _last;

    private ConsoleStreams Streams => services.Streams;

    public async Task<int> FollowAsync(string sweepId, CancellationToken cancellation)
    {
        try
        {
            var display = IProgressDisplay.For(Streams, services.Time, options.Verbosity);
            var follower = new SweepFollower(silo.Orchestrator, services.Time, target.Cluster is null ? PatienceWithProcess : PatienceWithCluster);
            await display.ShowAsync(RememberAsync(follower.FollowAsync(sweepId, cancellation)));
            return await ShowResultAsync(sweepId, cancellation);
        }
        catch (Exception lost) when (IsOnlyOurs && lost is SiloLostException or TimeoutException or OrleansException)
        {
            return await GoOnWithoutItAsync(sweepId, lost, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await LeaveAsync(sweepId);
            return ExitCode.Interrupted;
        }
    }

    public async Task<int> ShowResultAsync(string sweepId, CancellationToken cancellation)
    {
        var orchestrator = silo.Orchestrator;
        var sweep = await orchestrator.SweepAsync(sweepId) ?? throw new InvalidOperationException($"The ledger does not hold the sweep {sweepId}.");
        await new ResultPresenter(Streams, orchestrator, options.Format).ShowAsync(sweep, cancellation);
        var html = await SweepReports.WriteAsync(orchestrator, sweep, target, options.ReportPath, cancellation);
        var where = $"report: {html}\nobservations: {SweepReports.CsvBeside(html)}";
        if (options.Format == OutputFormat.Table)
            Streams.Answer($"\n{where}");
        else if (options.Verbosity != Verbosity.Quiet)
            Streams.Say(where);
        return ResultPresenter.ExitCodeOf(sweep, await orchestrator.RunsAsync(sweepId));
    }

    /// <summary>The silo is another process on our data directory, so what it leaves when it ends can be read here.</summary>
    private bool IsOnlyOurs => silo.Place == SiloPlace.Elsewhere && target.Cluster is null;

    /// <summary>The process we watched has ended, perhaps because the sweep is over: another may have taken its place, else the ledger knows.</summary>
    private async Task<int> GoOnWithoutItAsync(string sweepId, Exception lost, CancellationToken cancellation)
    {
        await using var next = await services.Connector.OpenAsync(target, Purpose.Ask, HostingChoice.None, cancellation);
        var following = new SweepFinish(services, target, next, options);
        var status = (await next.Orchestrator.SweepAsync(sweepId))?.Status;
        if (status is not (SweepStatus.Active or SweepStatus.Paused))
            return await following.ShowResultAsync(sweepId, cancellation);
        return next.Place == SiloPlace.Elsewhere ? await following.FollowAsync(sweepId, cancellation) : throw new SiloLostException(sweepId, lost);
    }

    private async IAsyncEnumerable<SweepProgress> RememberAsync(IAsyncEnumerable<SweepProgress> progress)
    {
        await foreach (var now in progress)
        {
            _last = now.Snapshot;
            yield return now;
        }
    }

    private async Task LeaveAsync(string sweepId)
    {
        var done = _last is null ? "" : $" {_last.Finished} of {_last.ExpectedRuns?.ToString() ?? "?"} runs are finished.";
        if (silo.Place == SiloPlace.Elsewhere)
        {
            Streams.Say($"Detached; the sweep goes on in the other process.{done} Watch it again: {target.Command($"watch {ShellWord.Quote(sweepId)}")}");
            return;
        }
        Streams.Say("Stopping: running runs write their checkpoints ...");
        var closing = silo.Close();
        var stopped = await Task.WhenAny(closing, Task.Delay(Guard, services.Time)) == closing && closing.IsCompletedSuccessfully;
        Streams.Say($"Interrupted.{done} Nothing is lost{(stopped ? "" : " since the last checkpoints")}; go on with the same command, or: {target.Command($"resume {ShellWord.Quote(sweepId)}")}");
        if (!closing.IsCompleted)
            Interrupts.Leave(ExitCode.Interrupted);
    }
}
