using System.Globalization;

namespace Orchestrator.Grains.Running.Processes;

/// <summary>Whether the kernel ended a process for want of memory.</summary>
internal enum OomVerdict
{
    /// <summary>This system does not say.</summary>
    Unknown = 1,
    Killed = 2,
    NotKilled = 3,
}

/// <summary>
/// The kernel's count of processes that it ended for want of memory: in the process's control group where one limits memory, else on the
/// machine. A count that rose between two looks does not name the process, so it counts only for one that SIGKILL ended.
/// </summary>
internal sealed class OomKills
{
    private const string Counter = "oom_kill ";

    private readonly string? _file;
    private readonly long _before;

    private OomKills(string? file, long before) => (_file, _before) = (file, before);

    /// <summary>Counts from now on.</summary>
    public static OomKills Of(int processId) => Of(processId, "/");

    /// <param name="root">Where /proc and /sys are.</param>
    internal static OomKills Of(int processId, string root)
    {
        foreach (var file in Files(processId, root))
            if (Read(file) is { } before) return new OomKills(file, before);
        return new OomKills(null, 0);
    }

    public OomVerdict Verdict() => _file is null || Read(_file) is not { } now ? OomVerdict.Unknown : now > _before ? OomVerdict.Killed : OomVerdict.NotKilled;

    private static IEnumerable<string> Files(int processId, string root)
    {
        // hierarchy:controllers:path; version 2 has the one hierarchy 0 (cgroups(7)).
        foreach (var group in Lines(Path.Combine(root, $"proc/{processId}/cgroup")))
        {
            var parts = group.Split(':', 3);
            if (parts.Length < 3) continue;
            var path = parts[2].TrimStart('/');
            if (parts[0] == "0") yield return Path.Combine(root, "sys/fs/cgroup", path, "memory.events");
            else if (parts[1].Split(',').Contains("memory")) yield return Path.Combine(root, "sys/fs/cgroup/memory", path, "memory.oom_control");
        }
        yield return Path.Combine(root, "proc/vmstat");
    }

    private static long? Read(string file)
    {
        foreach (var line in Lines(file))
            if (line.StartsWith(Counter, StringComparison.Ordinal) && long.TryParse(line[Counter.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return count;
        return null;
    }

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
