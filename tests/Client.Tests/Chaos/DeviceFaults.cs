using System.Collections.Immutable;
using System.Diagnostics;
using Orchestrator.Client.Tests.Isolation;

namespace Orchestrator.Client.Tests.Chaos;

/// <summary>What befalls the device processes of a world's silos, idle ones too.</summary>
internal sealed class DeviceFaults(IChaosWorld world)
{
    /// <summary>A sweep that is over needs none, so who waits longer waits in vain.</summary>
    private static readonly TimeSpan AppearsWithin = TimeSpan.FromSeconds(5);

    private readonly List<int> _stopped = [];

    public static ImmutableArray<FaultKind> Kinds { get; } = [FaultKind.KillDevice, FaultKind.AbortDevice, FaultKind.StarveDevice, FaultKind.PauseDevice, FaultKind.HangDevice];

    public Fault Next(FaultKind kind, Random random)
    {
        var which = random.Next(8);
        var pause = TimeSpan.FromMilliseconds(random.Next(500, 6000));
        return kind switch
        {
            FaultKind.KillDevice => Of("SIGKILL of a device process", (device, _) => DeviceChildren.SignalAsync("KILL", device)),
            FaultKind.AbortDevice => Of("a device process aborts", (device, _) => AbortAsync(device)),
            FaultKind.StarveDevice => Of("a device process gets no more memory", (device, _) => StarveAsync(device)),
            FaultKind.PauseDevice => Of($"a device process hangs for {pause.TotalSeconds:0.0} s", (device, cancellation) => PauseAsync(device, pause, cancellation)),
            FaultKind.HangDevice => Of("a device process hangs for good", (device, _) => StopAsync(device)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no fault of a device process"),
        };

        Fault Of(string what, Func<int, CancellationToken, Task> goAsync)
            => new(async cancellation => await FindAsync(which, cancellation) is { } device ? new Strike(what, later => goAsync(device, later)) : null);
    }

    /// <summary>Those that were stopped for good go on, and end where nobody wants them any more.</summary>
    public async Task AwakenAsync()
    {
        foreach (var device in _stopped.Where(DeviceChildren.Lives)) await DeviceChildren.SignalAsync("CONT", device);
        _stopped.Clear();
    }

    /// <summary>Null: no silo has one.</summary>
    private async Task<int?> FindAsync(int which, CancellationToken cancellation)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < AppearsWithin; await Task.Delay(20, cancellation))
            if (world.Silos.SelectMany(DeviceChildren.Of).ToArray() is { Length: > 0 } devices) return devices[which % devices.Length];
        return null;
    }

    private async Task PauseAsync(int device, TimeSpan time, CancellationToken cancellation)
    {
        await StopAsync(device);
        await Task.Delay(time, cancellation);
        if (DeviceChildren.Lives(device)) await DeviceChildren.SignalAsync("CONT", device);
    }

    private Task StopAsync(int device)
    {
        _stopped.Add(device);
        return DeviceChildren.SignalAsync("STOP", device);
    }

    /// <summary>Whatever it has it keeps; it is given no page more.</summary>
    private static async Task StarveAsync(int device)
    {
        using var limit = Process.Start("prlimit", ["--pid", $"{device}", "--as=1:unlimited"]);
        await limit.WaitForExitAsync();
    }

    /// <summary>One that is stopped takes no signal that it could handle.</summary>
    private static async Task AbortAsync(int device)
    {
        await DeviceChildren.SignalAsync("CONT", device);
        await DeviceChildren.AbortAsync(device);
    }
}
