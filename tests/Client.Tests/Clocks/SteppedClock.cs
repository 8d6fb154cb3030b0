using System.Globalization;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Clocks;

/// <summary>A clock that a process takes for the machine's and that a test sets, by Debian's libfaketime. Its monotonic clock stays as it is, as that of a machine does.</summary>
internal sealed class SteppedClock
{
    private readonly string _library;
    private readonly string _file;

    public SteppedClock(TemporaryFolder folder)
    {
        _library = Directory.GetDirectories("/usr/lib", "*-linux-*").Select(each => Path.Combine(each, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("libfaketimeMT.so.1 is nowhere below /usr/lib: on Debian, apt-get install faketime.");
        _file = folder.Write("clock", "+0\n");
    }

    /// <summary>Of the process whose clock it is.</summary>
    public (string Name, string Value)[] Environment => [("LD_PRELOAD", _library), ("FAKETIME_TIMESTAMP_FILE", _file), ("FAKETIME_CACHE_DURATION", "1"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1")];

    /// <param name="ahead">Of the machine's.</param>
    public void Set(TimeSpan ahead)
    {
        // In one step, since the process may read it at any time.
        File.WriteAllText($"{_file}.new", string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalSeconds:+0;-0;+0}\n"));
        File.Move($"{_file}.new", _file, overwrite: true);
    }
}
