using System.Diagnostics;
using Npgsql;
using Orchestrator.Client.Tests.Processes;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Silo;

namespace Orchestrator.Client.Tests.Chaos;

/// <summary>One sweep in one world, disturbed as a seed has it, and everything that must hold afterwards.</summary>
internal sealed class Scenario(IChaosWorld world, UndisturbedResult undisturbed, int seed)
{
    private const int MostFaults = 3;

    /// <summary>One sweep in so many trains in device processes, and half of what befalls it befalls those.</summary>
    private const int SweepsPerIsolated = 3;

    /// <summary>Longest pause before a fault: an undisturbed sweep takes about as long.</summary>
    private const int LongestPauseMilliseconds = 2000;

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private readonly Random _random = new(seed);
    private readonly string _name = $"chaos-{seed}";
    private readonly List<string> _story = [];

    /// <summary>Seed, world and what happened.</summary>
    public override string ToString() => $"{seed} {world.Name}: {string.Join(", ", _story)}";

    public async Task PlayAsync(CancellationToken cancellation)
    {
        await world.AwakenDevicesAsync();
        await world.HealAsync(cancellation);
        var lane = _random.Next(2) == 0 ? Lane.Shared : Lane.Exclusive;
        var host = _random.Next(SweepsPerIsolated) == 0 ? Host.Process : Host.Thread;
        if (host is Host.Process) _story.Add("device processes");
        var file = world.Folder.Write($"{_name}.yaml", ChaosSweep.Text(_name, lane, host));
        var acknowledged = await SubmitAsync(file, cancellation);
        for (var left = _random.Next(1, MostFaults + 1); left > 0; left--)
        {
            var pause = TimeSpan.FromMilliseconds(_random.Next(LongestPauseMilliseconds));
            var fault = host is Host.Process && _random.Next(2) == 0 ? world.NextOfDevices(_random) : world.Next(_random);
            await Task.Delay(pause, cancellation);
            _story.Add($"after {pause.TotalSeconds:0.0} s {fault.What}");
            await fault.StrikeAsync(cancellation);
        }
        var since = Stopwatch.StartNew();
        await HealedAsync(client => new Invariants(client, _name, acknowledged, undisturbed).HoldAsync(cancellation), acknowledged[0], cancellation);
        _story.Add($"over and sound {since.Elapsed.TotalSeconds:0.0} s later");
    }

    /// <summary>Ids that clients were told.</summary>
    private async Task<string[]> SubmitAsync(string file, CancellationToken cancellation)
    {
        switch (_random.Next(4))
        {
            case 0:
                _story.Add("two clients submit the file at once");
                return await Task.WhenAll(SubmitFromConsoleAsync(file), SubmitFromConsoleAsync(file));
            case 1:
                var livesFor = TimeSpan.FromMilliseconds(_random.Next(300, 2500));
                _story.Add($"the client is killed after {livesFor.TotalSeconds:0.0} s and starts again");
                using (var client = OrchestratorProcess.Start(world.Folder, ["submit", file], world.Environment))
                {
                    await Task.Delay(livesFor, cancellation);
                    if (!client.HasExited) client.Kill();
                    var first = await client.EndAsync();
                    return first.ExitCode == 0 ? [first.Out.Trim(), await SubmitFromConsoleAsync(file)] : [await SubmitFromConsoleAsync(file)];
                }
            default:
                return [await SubmitAsync(new SweepSource(await File.ReadAllTextAsync(file, cancellation), file, world.Folder.Path, []), cancellation)];
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
                await using var connection = await world.ConnectAsync(cancellation);
                return IdOf(await connection.Client.GetGrain<ISubmissionGrain>(tries).Submit(source, Repeat.ReuseExisting).WaitAsync(AnswerWithin, cancellation));
            }
            catch (Exception error) when (IsSilence(error))
            {
                Assert.True(since.Elapsed < Patience.Limit, $"{this}: nobody takes the sweep for {Patience.Limit}: {error}\n{world.Said}");
                await world.HealAsync(cancellation);
            }
        }
    }

    private static bool IsSilence(Exception error) => error is ClusterUnreachableException or OrleansException or TimeoutException or NpgsqlException or IOException or InvalidOperationException;

    private async Task<string> SubmitFromConsoleAsync(string file)
    {
        var ended = await OrchestratorProcess.RunAsync(world.Folder, ["submit", file], world.Environment);
        Assert.True(ended.ExitCode == 0, ended.ToString());
        return ended.Out.Trim();
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
                await world.HealAsync(cancellation);
                await using var connection = await world.ConnectAsync(cancellation);
                while (await connection.Client.GetGrain<IQueryGrain>(_random.Next(16)).Sweep(id).WaitAsync(AnswerWithin, cancellation) is not { EndedAt: not null })
                {
                    Assert.True(since.Elapsed < Patience.Limit, $"{this}: the sweep is not over after {Patience.Limit}.\n{world.Said}");
                    await Task.Delay(100, cancellation);
                }
                await look(connection.Client);
                return;
            }
            catch (Exception error) when (IsSilence(error))
            {
                Assert.True(since.Elapsed < Patience.Limit, $"{this}: nobody answers after {Patience.Limit}: {error}\n{world.Said}");
            }
        }
    }
}
