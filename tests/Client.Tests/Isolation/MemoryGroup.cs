using System.Diagnostics;
using System.Globalization;

namespace Orchestrator.Client.Tests.Isolation;

/// <summary>A control group of Linux, version 1 or 2, whose processes get so much memory together and no more.</summary>
internal sealed class MemoryGroup : IAsyncDisposable
{
    private const string Root = "/sys/fs/cgroup";
    private const string Counter = "oom_kill ";

    private readonly string _folder;
    private readonly string _counters;

    private MemoryGroup(string folder, string counters) => (_folder, _counters) = (folder, counters);

    /// <summary>Of a shell that goes in, with what it becomes.</summary>
    public string Enter => $"echo $$ > {_folder}/cgroup.procs";

    /// <summary>How many of its processes the kernel has ended for want of memory.</summary>
    public long Kills
        => long.Parse(File.ReadLines(Path.Combine(_folder, _counters)).Single(line => line.StartsWith(Counter, StringComparison.Ordinal)).AsSpan(Counter.Length), CultureInfo.InvariantCulture);

    /// <summary>Skips the test, with the reason, where none can be made: only root can, and not in every container.</summary>
    public static async Task<MemoryGroup> MakeOrSkipAsync(long bytes)
    {
        var name = $"orchestrator-test-{Guid.NewGuid():N}";
        try
        {
            // Swap is none of the memory that is given: in version 1 its limit is one of both together.
            return File.Exists($"{Root}/memory/memory.limit_in_bytes")
                ? await MakeAsync($"{Root}/memory/{name}", "memory.oom_control", ("memory.limit_in_bytes", bytes), ("memory.memsw.limit_in_bytes", bytes))
                : await MakeAsync($"{Root}/{name}", "memory.events", ("memory.max", bytes), ("memory.swap.max", 0));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Assert.Skip($"No control group that limits memory can be made here, so the kernel kills nobody: {refused.Message}");
            throw;
        }
    }

    /// <summary>A group whose last process has just ended may stay busy for a moment.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var since = Stopwatch.StartNew(); Directory.Exists(_folder); await Task.Delay(50))
        {
            try
            {
                Directory.Delete(_folder);
            }
            catch (IOException) when (since.Elapsed < Patience.Limit)
            {
            }
        }
    }

    private static async Task<MemoryGroup> MakeAsync(string folder, string counters, params (string File, long Value)[] limits)
    {
        Directory.CreateDirectory(folder);
        var group = new MemoryGroup(folder, counters);
        try
        {
            foreach (var (file, value) in limits) await File.WriteAllTextAsync(Path.Combine(folder, file), $"{value}");
            return group;
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }
    }
}
