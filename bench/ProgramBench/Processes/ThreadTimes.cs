using System.Collections.Immutable;
using System.Globalization;

namespace Orchestrator.ProgramBench.Processes;

/// <summary>
/// Processor seconds of a process, apart for the threads that train, as Linux counts them: they leave out waiting for a busy machine. Threads end with
/// their runs, so each is looked at often and what was seen last stays in the sum. The others are added up thread by thread too: the process's own total
/// would count as theirs whatever a training thread did after the last look at it.
/// </summary>
internal sealed class ThreadTimes(int process)
{
    private const double NanosecondsPerSecond = 1e9;

    // Of a name the system keeps 15 letters.
    private const string TrainingName = "run ";

    // In the order in which the threads were seen first: nothing is ever taken out.
    private readonly OrderedDictionary<string, double> _training = new(StringComparer.Ordinal);

    private readonly Dictionary<string, double> _others = new(StringComparer.Ordinal);

    /// <summary>Of each thread that trains, in the order in which they began.</summary>
    public ImmutableArray<double> Training => [.. _training.Values];

    public double OthersSeconds => _others.Values.Sum();

    /// <summary>Does nothing once the process is gone.</summary>
    public void Look()
    {
        foreach (var thread in Threads())
        {
            if (Read($"{thread}/comm") is not { } name || Read($"{thread}/schedstat") is not { } times) continue;
            IDictionary<string, double> kind = name.StartsWith(TrainingName, StringComparison.Ordinal) ? _training : _others;
            kind[thread] = double.Parse(times.Split(' ')[0], CultureInfo.InvariantCulture) / NanosecondsPerSecond;
        }
    }

    private string[] Threads()
    {
        try
        {
            return Directory.GetDirectories($"/proc/{process}/task");
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>Null: the thread ended in between.</summary>
    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
