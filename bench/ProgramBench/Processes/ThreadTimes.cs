using System.Globalization;

namespace Orchestrator.ProgramBench.Processes;

/// <summary>
/// Processor seconds of a process, apart for the threads that train, as Linux counts them: they leave out waiting for a busy machine. Threads end with
/// their runs, so each is looked at often and what was seen last stays in the sum.
/// </summary>
internal sealed class ThreadTimes(int process)
{
    private const double TicksPerSecond = 100;
    private const double NanosecondsPerSecond = 1e9;

    // Of a name the system keeps 15 letters.
    private const string Training = "run ";

    private readonly Dictionary<string, double> _training = new(StringComparer.Ordinal);

    public double TrainingSeconds => _training.Values.Sum();

    /// <summary>Of all other threads; the process must be there.</summary>
    public double OthersSeconds => ProcessSeconds() - TrainingSeconds;

    /// <summary>Does nothing once the process is gone.</summary>
    public void Look()
    {
        try
        {
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
                if (File.ReadAllText($"{thread}/comm").StartsWith(Training, StringComparison.Ordinal))
                    _training[thread] = double.Parse(File.ReadAllText($"{thread}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / NanosecondsPerSecond;
        }
        catch (IOException)
        {
            // A thread, or the process, ended in between: the next look sees the others.
        }
    }

    /// <summary>User and system time: fields 14 and 15; the second one, a name in brackets, may hold blanks.</summary>
    private double ProcessSeconds()
    {
        var fields = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
