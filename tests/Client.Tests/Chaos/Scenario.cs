using System.Diagnostics;
using Npgsql;
using Orchestrator.Client.Tests.Processes;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Silo;

namespace Orchestrator.Client.Tests.Chaos;

/// <summary>One sweep in one world, disturbed as a seed has it, and everything that must hold afterwards.</summary>
internal sealed class Scenario
{
    /// <summary>Longest pause before a fault: an undisturbed sweep takes about as long.</summary>
    private const int LongestPauseMilliseconds = 2000;

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private readonly IChaosWorld _world;
    private readonly UndisturbedResult _undisturbed;
    private readonly int _seed;
    private readonly Random _random;
    private readonly ScenarioPlan _plan;
    private readonly DeviceFaults _devices;
    private readonly string _name;
    private readonly List<string> _story = [];

    public Scenario(IChaosWorld world, UndisturbedResult undisturbed, int seed)
    {
        (_world, _undisturbed, _seed, _random, _devices, _name) = (world, undisturbed, seed, new Random(seed), new DeviceFaults(world), $"chaos-{seed}");
        _plan = ScenarioPlan.Of(seed, _world.Kinds, _random);
    }

    /// <summary>What did come up, in this order.</summary>
    public List<FaultKind> Struck { get; } = [];

    /// <summary>Seed, world and what happened.</summary>
    public override string ToString() => $"{_seed} {_world.Name}: {string.Join(", ", _story)}";

    public async Task PlayAsync(CancellationToken cancellation)
    {
        try
        {
            await _world.HealAsync(cancellation);
            if (_plan.Host is Host.Process) _story.Add("device processes");
            var file = _world.Folder.Write($"{_name}.yaml", ChaosSweep.Text(_name, _plan.Lane, _plan.Host));
            var acknowledged = await SubmitAsync(file, cancellation);
            foreach (var strike in _plan.Strikes) await StrikeAsync(strike, cancellation);
            var since = Stopwatch.StartNew();
            await HealedAsync(client => new Invariants(client, _name, acknowledged, _undisturbed).HoldAsync(cancellation), acknowledged[0], cancellation);
            _story.Add($"over and sound {since.Elapsed.TotalSeconds:0.0} s later");
        }
        finally
        {
            await _devices.AwakenAsync();
        }
    }

    /// <summary>Where a fault that was dealt finds nothing to strike, whatever has ended starts again first, as by its supervisor.</summary>
    private async Task StrikeAsync(PlannedStrike planned, CancellationToken cancellation)
    {
        var pause = TimeSpan.FromMilliseconds(_random.Next(LongestPauseMilliseconds));
        var fault = DeviceFaults.Kinds.Contains(planned.Kind) ? _devices.Next(planned.Kind, _random) : _world.Next(planned.Kind, _random);
        await Task.Delay(pause, cancellation);
        var since = Stopwatch.StartNew();
        var strike = await fault.AimAsync(cancellation);
        for (; strike is null && planned.IsDealt; strike = await fault.AimAsync(cancellation))
        {
            Assert.True(since.Elapsed < Patience.Limit, $"{this}: nothing there for {planned.Kind} to strike in {Patience.Limit}.\n{_world.Said}");
            await _world.HealAsync(cancellation);
        }
        _story.Add($"after {pause.TotalSeconds:0.0} s {strike?.What ?? $"{planned.Kind} in vain"}");
        if (strike is null) return;
        Struck.Add(planned.Kind);
        await strike.GoAsync(cancellation);
    }

    /// <summary>Ids that clients were told.</summary>
    private async Task<string[]> SubmitAsync(string file, CancellationToken cancellation)
    {
        switch (_plan.Submission)
        {
            case Submission.TwoClients:
                _story.Add("two clients submit the file at once");
                var both = await Task.WhenAll(TrySubmitFromConsoleAsync(file), TrySubmitFromConsoleAsync(file));
                return [both[0] ?? await SubmitFromConsoleAsync(file, cancellation), both[1] ?? await SubmitFromConsoleAsync(file, cancellation)];
            case Submission.KilledClient:
                var livesFor = TimeSpan.FromMilliseconds(_random.Next(300, 2500));
                _story.Add($"the client is killed after {livesFor.TotalSeconds:0.0} s and starts again");
                using (var client = OrchestratorProcess.Start(_world.Folder, ["submit", file], _world.Environment))
                {
                    await Task.Delay(livesFor, cancellation);
                    if (!client.HasExited) client.Kill();
                    var first = await client.EndAsync();
                    return first.ExitCode == 0 ? [first.Out.Trim(), await SubmitFromConsoleAsync(file, cancellation)] : [await SubmitFromConsoleAsync(file, cancellation)];
                }
            default:
                return [await SubmitAsync(new SweepSource(await File.ReadAllTextAsync(file, cancellation), file, _world.Folder.Path, []), cancellation)];
        }
    }

    /// <summary>As any client has to do it: what hung a moment ago may not answer, and the same file twice is the same sweep.</summary>
    private async Task<string> SubmitAsync(SweepSource source, CancellationToken cancellation)
    {
        var since = Stopwatch.StartNew();
        for (var tries = 0; ; tries++)
        {
            try
            {
                await using var connection = await _world.ConnectAsync(cancellation);
                return IdOf(await connection.Client.GetGrain<ISubmissionGrain>(tries).Submit(source, Repeat.ReuseExisting).WaitAsync(AnswerWithin, cancellation));
            }
            catch (Exception error) when (IsSilence(error))
            {
                Assert.True(since.Elapsed < Patience.Limit, $"{this}: nobody takes the sweep for {Patience.Limit}: {error}\n{_world.Said}");
                await _world.HealAsync(cancellation);
            }
        }
    }

    private static bool IsSilence(Exception error) => error is ClusterUnreachableException or OrleansException or TimeoutException or NpgsqlException or IOException or InvalidOperationException;

    /// <summary>As a person would: who got no answer types the command again. The same file twice is the same sweep.</summary>
    private async Task<string> SubmitFromConsoleAsync(string file, CancellationToken cancellation)
    {
        for (var since = Stopwatch.StartNew(); ;)
        {
            if (await TrySubmitFromConsoleAsync(file) is { } id) return id;
            Assert.True(since.Elapsed < Patience.Limit, $"{this}: nobody answers a client for {Patience.Limit}.\n{_world.Said}");
            _story.Add("nobody answers a client");
            // What hung before may have learned only now that it was declared dead.
            await _world.HealAsync(cancellation);
        }
    }

    /// <summary>Null: nobody answers.</summary>
    private async Task<string?> TrySubmitFromConsoleAsync(string file)
    {
        const int NobodyAnswers = 3;
        var ended = await OrchestratorProcess.RunAsync(_world.Folder, ["submit", file], _world.Environment);
        Assert.True(ended.ExitCode is 0 or NobodyAnswers, $"{ended}\n{_world.Said}");
        return ended.ExitCode == 0 ? ended.Out.Trim() : null;
    }

    private static string IdOf(SubmitResult result) => result switch
    {
        SubmitResult.Accepted accepted => accepted.SweepId,
        SubmitResult.Existing existing => existing.SweepId,
        _ => throw new InvalidOperationException($"{result}"),
    };

    /// <summary>Heals until the sweep is over and somebody can be asked about it: a silo that was declared dead while it hung ends by itself only later.</summary>
    private async Task HealedAsync(Func<IClusterClient, Task> look, string id, CancellationToken cancellation)
    {
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(100, cancellation))
        {
            try
            {
                await _world.HealAsync(cancellation);
                await using var connection = await _world.ConnectAsync(cancellation);
                while (await connection.Client.GetGrain<IQueryGrain>(_random.Next(16)).Sweep(id).WaitAsync(AnswerWithin, cancellation) is not { EndedAt: not null })
                {
                    Assert.True(since.Elapsed < Patience.Limit, $"{this}: the sweep is not over after {Patience.Limit}.\n{_world.Said}");
                    await Task.Delay(100, cancellation);
                }
                await look(connection.Client);
                return;
            }
            catch (Exception error) when (IsSilence(error))
            {
                Assert.True(since.Elapsed < Patience.Limit, $"{this}: nobody answers after {Patience.Limit}: {error}\n{_world.Said}");
            }
        }
    }
}
