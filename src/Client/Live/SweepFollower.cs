using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Orchestrator.Client.Connection;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Client.Live;

/// <summary>Looks at a sweep a few times a second until it is over, also through pauses of the silo.</summary>
internal sealed class SweepFollower(IOrchestrator orchestrator, TimeProvider time, TimeSpan patience)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>A snapshot takes milliseconds; a silo that ended would hold the question for half a minute.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    private ImmutableDictionary<int, ImmutableArray<AssignedValue>> _settings = ImmutableDictionary<int, ImmutableArray<AssignedValue>>.Empty;
    private ImmutableArray<ulong> _seeds = [];

    /// <summary>The last element shows the sweep's end.</summary>
    /// <exception cref="SiloLostException">The silo has not answered for as long as patience lasts.</exception>
    public async IAsyncEnumerable<SweepProgress> FollowAsync(string sweepId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        SweepProgress? last = null;
        var answeredAt = time.GetTimestamp();
        while (last is not { IsOver: true, Contact: Contact.Answering })
        {
            Exception? failure = null;
            try
            {
                last = await LookAsync(sweepId).WaitAsync(AnswerWithin, time, cancellation);
                answeredAt = time.GetTimestamp();
            }
            catch (Exception lost) when (lost is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                failure = lost;
                last = last is null ? null : last with { Contact = Contact.Lost };
            }
            if (failure is not null && (last is null || time.GetElapsedTime(answeredAt) > patience))
                throw new SiloLostException(sweepId, failure);
            if (last is not null)
                yield return last;
            await Task.Delay(Interval, time, cancellation);
        }
    }

    private async Task<SweepProgress> LookAsync(string sweepId)
    {
        var snapshot = await orchestrator.SnapshotAsync(sweepId) ?? throw new InvalidOperationException($"The silo does not know the sweep {sweepId}.");
        await LearnNamesAsync(snapshot);
        return new SweepProgress(snapshot, _settings, _seeds, Contact.Answering);
    }

    private async Task LearnNamesAsync(SweepSnapshot snapshot)
    {
        if (_seeds.IsEmpty)
            _seeds = (await orchestrator.SweepAsync(snapshot.Id))?.Spec.Seeds ?? [];
        if (snapshot.Running.Any(run => !_settings.ContainsKey(run.Id.TrialNumber)))
            _settings = (await orchestrator.TrialsAsync(snapshot.Id)).ToImmutableDictionary(trial => trial.Number, trial => trial.Assignment);
    }
}
