using System.Runtime.InteropServices;

namespace Orchestrator.Client.CommandLine;

/// <summary>Ctrl-C and SIGTERM: the first asks for an orderly end, the second leaves at once.</summary>
internal sealed partial class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action _beforeLeaving;

    /// <param name="beforeLeaving">Puts the terminal back in order; called on the second signal only.</param>
    public Interrupts(Action beforeLeaving)
    {
        _beforeLeaving = beforeLeaving;
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    /// <summary>Ends the process without waiting for anything. Native libraries may still be computing, so their exit handlers must not run.</summary>
    public static void Leave(int exitCode)
    {
        if (OperatingSystem.IsWindows())
            Environment.Exit(exitCode);
        else
            LeaveUnix(exitCode);
    }

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (_source.IsCancellationRequested)
        {
            _beforeLeaving();
            Leave(ExitCode.Interrupted);
        }
        // Not on the signal thread: continuations may take long, and the second signal must get through.
        _ = Task.Run(_source.Cancel);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void LeaveUnix(int exitCode);
}
