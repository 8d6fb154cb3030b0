using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Running.Processes;

/// <summary>How a device process ended.</summary>
/// <param name="ExitCode">As a shell has it: 128 + the signal for one that a signal ended.</param>
/// <param name="IsKilled">The silo did it.</param>
/// <param name="Said">Its last lines of standard error.</param>
internal sealed record ProcessEnd(int ExitCode, bool IsKilled, string Said)
{
    /// <summary>Something in the device process broke that is not the attempt, and it cannot go on.</summary>
    public const int Broken = 70;

    private const int Abort = 134;
    private const int Killed = 137;

    /// <summary>The numbers of Linux on x86-64 and ARM; elsewhere the number stands alone.</summary>
    private static readonly (int ExitCode, string Name)[] Signals =
        [(132, "SIGILL"), (Abort, "SIGABRT"), (135, "SIGBUS"), (136, "SIGFPE"), (Killed, "SIGKILL"), (139, "SIGSEGV"), (143, "SIGTERM")];

    /// <summary>What this end means for the attempt that was under way.</summary>
    /// <param name="kernel">What the kernel says of its own killings since the attempt began.</param>
    public Outcome.Failed Meaning(OomVerdict kernel, Observation? last) => (ExitCode, kernel) switch
    {
        (Killed, _) when IsKilled => Internal("its pipe to the silo broke, so the silo ended it"),
        (Killed, OomVerdict.Killed) => EngineFailures.OutOfMemory("The kernel ended its device process for want of memory.", last),
        (Killed, OomVerdict.NotKilled) => Internal("the kernel counts no process that it ended for want of memory, so somebody else did"),
        (Killed, _) => Internal("whether the kernel did it for want of memory cannot be told here"),
        (Abort or Broken, _) when EngineFailures.SaysOutOfMemory(Said) => EngineFailures.OutOfMemory(LastLine, last),
        _ => Internal("native code or the runtime gave up"),
    };

    public override string ToString()
    {
        var how = Signals.FirstOrDefault(signal => signal.ExitCode == ExitCode) is { Name: { } name } ? $"by {name}" : $"with exit code {ExitCode}";
        return Said.Length == 0 ? how : $"{how}; it said: {Said}";
    }

    private string LastLine => Said.Split('\n')[^1];

    private Outcome.Failed Internal(string meaning) => new(FailureCause.Internal, $"the device process ended {this}. Only this attempt is lost; {meaning}.");
}
