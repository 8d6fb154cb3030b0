using System.Globalization;

namespace Orchestrator.Grains.Running;

/// <summary>
/// The process's high-water mark of resident memory since <see cref="Reset"/>. It says something about a run only while nothing else
/// runs in the process: in an exclusive lease, or in a device process.
/// </summary>
internal sealed class ProcessPeak : IPeakMemory
{
    private const string ClearReferences = "/proc/self/clear_refs";
    private const string Status = "/proc/self/status";
    private const string HighWaterMark = "VmHWM:";

    private readonly string _statusFile;

    private ProcessPeak(string statusFile) => _statusFile = statusFile;

    /// <summary>Null where the kernel does not offer it.</summary>
    public static ProcessPeak? Reset()
    {
        try
        {
            // 5: reset the peak resident set size (proc_pid_clear_refs(5)).
            File.WriteAllText(ClearReferences, "5");
            var peak = new ProcessPeak(Status);
            return peak.ReadBytes() is null ? null : peak;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public long? ReadBytes()
    {
        try
        {
            foreach (var line in File.ReadLines(_statusFile))
            {
                if (!line.StartsWith(HighWaterMark, StringComparison.Ordinal)) continue;
                var kibibytes = line[HighWaterMark.Length..].Trim().Split(' ')[0];
                return long.TryParse(kibibytes, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value * 1024 : null;
            }
        }
        catch (IOException)
        {
            // Not every kernel has it; the caller shows the engine's own account instead.
        }
        return null;
    }
}
