using System.Diagnostics;
using System.Globalization;

namespace Orchestrator.Client.Tests.Isolation;

/// <summary>Device processes, as the machine shows them.</summary>
internal static class DeviceChildren
{
    /// <summary>Of the process with this id; empty when it has none, or is gone.</summary>
    public static int[] Of(int silo) => [.. AllOf(silo).Where(Lives)];

    /// <summary>All children of a process.</summary>
    public static int[] AllOf(int parent) =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => char.IsAsciiDigit(name![0])).Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).Where(id => IsChild(id, parent)).Order()];

    /// <summary>Waits until there is one.</summary>
    public static async Task<int> AppearsAsync(int silo, CancellationToken cancellation)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < Patience.Limit; await Task.Delay(10, cancellation))
            if (Of(silo) is [var first, ..]) return first;
        throw new TimeoutException($"Process {silo} has started no device process within {Patience.Limit}.");
    }

    public static async Task GoneAsync(int device, CancellationToken cancellation)
    {
        for (var since = Stopwatch.StartNew(); Lives(device); await Task.Delay(10, cancellation))
            Assert.True(since.Elapsed < Patience.Limit, $"Device process {device} is still there after {Patience.Limit}.");
    }

    public static bool Lives(int device) => CommandLine(device).Contains("device-host", StringComparison.Ordinal);

    /// <summary>
    /// As native code that calls abort(3) ends: the runtime's handler of SIGABRT takes the first signal of another process and puts the default back, so
    /// that only the second one ends it; abort raises both by itself.
    /// </summary>
    public static async Task AbortAsync(int device)
    {
        for (var since = Stopwatch.StartNew(); Lives(device) && since.Elapsed < Patience.Limit; await Task.Delay(10)) await SignalAsync("ABRT", device);
    }

    /// <param name="name">KILL, STOP …</param>
    public static async Task SignalAsync(string name, int process)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>The fields behind the name, which may hold anything, are state and parent (proc_pid_stat(5)).</summary>
    private static bool IsChild(int id, int parent)
        => Text($"/proc/{id}/stat") is { Length: > 0 } stat && stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == $"{parent}";

    /// <summary>Empty for one that is gone or only waits to be taken note of.</summary>
    private static string CommandLine(int id) => Text($"/proc/{id}/cmdline");

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
