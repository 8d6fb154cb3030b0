using System.Diagnostics;
using Orchestrator.Client.Tests.Isolation;

namespace Orchestrator.Client.Tests.Chaos;

/// <summary>What befalls the device processes of a silo, idle ones too. Strikes nothing where there is none.</summary>
internal sealed class DeviceFaults
{
    private readonly List<int> _stopped = [];

    /// <param name="silo">Id of the process at the time of the fault.</param>
    public Fault Next(Random random, string whose, Func<int> silo)
    {
        var which = random.Next(8);
        return random.Next(5) switch
        {
            0 => new Fault($"SIGKILL of a device process of {whose}", _ => StrikeAsync(silo(), which, device => DeviceChildren.SignalAsync("KILL", device))),
            1 => new Fault($"a device process of {whose} aborts", _ => StrikeAsync(silo(), which, AbortAsync)),
            2 => new Fault($"a device process of {whose} hangs for good", _ => StrikeAsync(silo(), which, StopAsync)),
            3 => new Fault($"a device process of {whose} gets no more memory", _ => StrikeAsync(silo(), which, StarveAsync)),
            _ => Hang(whose, silo, which, TimeSpan.FromMilliseconds(random.Next(500, 6000))),
        };
    }

    public async Task AwakenAsync()
    {
        foreach (var device in _stopped.Where(DeviceChildren.Lives)) await DeviceChildren.SignalAsync("CONT", device);
        _stopped.Clear();
    }

    private Fault Hang(string whose, Func<int> silo, int which, TimeSpan time) => new($"a device process of {whose} hangs for {time.TotalSeconds:0.0} s", cancellation => StrikeAsync(silo(), which, async device =>
    {
        await StopAsync(device);
        await Task.Delay(time, cancellation);
        if (DeviceChildren.Lives(device)) await DeviceChildren.SignalAsync("CONT", device);
    }));

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

    private static Task StrikeAsync(int silo, int which, Func<int, Task> strikeAsync)
        => DeviceChildren.Of(silo) is { Length: > 0 } devices ? strikeAsync(devices[which % devices.Length]) : Task.CompletedTask;
}
