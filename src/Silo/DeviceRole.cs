using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OpenTelemetry.Trace;
using Orchestrator.Grains;
using Orchestrator.Grains.Running;
using Orchestrator.Grains.Running.Processes;
using Orchestrator.Silo.Telemetry;
using Orleans.Serialization;

namespace Orchestrator.Silo;

/// <summary>This program as a device of the silo that started it. It reads from standard input what to train, and ends when that closes, however the silo ended.</summary>
public static partial class DeviceRole
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    /// <summary>Whoever waits for this process waits a little longer.</summary>
    private const int LastSpansWithinMilliseconds = 1000;

    /// <summary>The kernel's scale goes to 1000; the silo's own is usually 0 (proc_pid_oom_score_adj(5)).</summary>
    private const string RatherThanTheSilo = "500";

    /// <summary>Whether a program with these arguments is meant to be a device.</summary>
    public static bool IsMeant(IReadOnlyList<string> arguments) => arguments is [DeviceProgram.Word];

    /// <summary>Answers only where nobody is at the other end; else the process ends when the silo has closed the pipe.</summary>
    public static int Run()
    {
        if (!Console.IsInputRedirected)
        {
            Console.Error.WriteLine($"{DeviceProgram.Word} is how a silo starts a process for runs with resources.isolation: process; it is of no use by hand.");
            return 2;
        }

        // They reach a whole terminal or service; the silo gets them too, has its runs write checkpoints, and closes the pipe when they are written.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true);
        OfferToKernel();
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var pipe = new DevicePipe(Console.OpenStandardInput(), OwnOutput(), services.GetRequiredService<Serializer<DeviceMessage>>());
        var executor = new RunExecutor(new PlanToEngine(), new WorkerOptions { Tracing = TraceVariables.FromEnvironment() });
        using var traces = TelemetryExport.TraceDevice();
        using var loop = new DeviceLoop(pipe, executor, TimeProvider.System, Break);
        loop.Run();
        traces?.ForceFlush(LastSpansWithinMilliseconds);
        Leave(0);
        return 0;
    }

    /// <summary>When memory runs out the kernel shall end a device and not the silo.</summary>
    private static void OfferToKernel()
    {
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", RatherThanTheSilo);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Not Linux, or not allowed: the kernel chooses as it likes.
        }
    }

    /// <summary>What else is written to standard output, by native code or a model's own, goes to standard error: it must not get between the messages.</summary>
    private static Stream OwnOutput()
    {
        if (OperatingSystem.IsWindows()) return Console.OpenStandardOutput();
        var own = Duplicate(StandardOutput);
        if (own < 0 || DuplicateTo(StandardError, StandardOutput) < 0) throw new IOException($"The pipe to the silo cannot be set apart (error {Marshal.GetLastPInvokeError()}).");
        return new FileStream(new SafeFileHandle(own, ownsHandle: true), FileAccess.Write, bufferSize: 0);
    }

    private static void Break(Exception error)
    {
        Console.Error.WriteLine(error);
        Leave(ProcessEnd.Broken);
    }

    /// <summary>At once: native libraries may still be computing, so their exit handlers must not run.</summary>
    private static void Leave(int exitCode)
    {
        if (OperatingSystem.IsWindows()) Environment.Exit(exitCode);
        else LeaveUnix(exitCode);
    }

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Duplicate(int file);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int DuplicateTo(int file, int place);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void LeaveUnix(int exitCode);
}
