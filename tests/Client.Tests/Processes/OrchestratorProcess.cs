using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Orchestrator.Client.Tests.Processes;

/// <summary>What a finished process left.</summary>
internal sealed record Ended(int ExitCode, string Out, string Error)
{
    public override string ToString() => $"exit {ExitCode}\n--- stdout\n{Out}\n--- stderr\n{Error}";
}

/// <summary>The real program, started as a person would start it, with both streams redirected.</summary>
internal sealed partial class OrchestratorProcess : IDisposable
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _out;
    private readonly StringBuilder _error = new();
    private readonly Task _errorPump;

    private OrchestratorProcess(Process process)
    {
        _process = process;
        _out = process.StandardOutput.ReadToEndAsync();
        _errorPump = PumpErrorAsync();
    }

    public string ErrorSoFar
    {
        get
        {
            lock (_error)
                return _error.ToString();
        }
    }

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    public static OrchestratorProcess Start(TemporaryFolder folder, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
        => Launch(new ProcessStartInfo("dotnet", [Repository.Program, .. arguments]), folder, environment);

    /// <summary>With what a parent process can decide, such as signals that are ignored or a control group.</summary>
    /// <param name="command">Of the shell that becomes the program: trap '' XFSZ</param>
    public static OrchestratorProcess StartAfter(string command, TemporaryFolder folder, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
        => Launch(new ProcessStartInfo("bash", ["-c", $"{command}; exec dotnet \"$@\"", "dotnet", Repository.Program, .. arguments]), folder, environment);

    private static OrchestratorProcess Launch(ProcessStartInfo start, TemporaryFolder folder, (string Name, string Value)[] environment)
    {
        (start.WorkingDirectory, start.RedirectStandardOutput, start.RedirectStandardError) = (folder.Path, true, true);
        (start.StandardOutputEncoding, start.StandardErrorEncoding) = (Encoding.UTF8, Encoding.UTF8);
        start.Environment["ORCHESTRATOR_DATA"] = folder.Data;
        foreach (var inherited in new[] { "ORCHESTRATOR_CLUSTER", "COLUMNS", "LC_ALL", "OTEL_EXPORTER_OTLP_ENDPOINT" })
            start.Environment.Remove(inherited);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new OrchestratorProcess(Process.Start(start)!);
    }

    public static async Task<Ended> RunAsync(TemporaryFolder folder, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(folder, arguments, environment);
        return await process.EndAsync();
    }

    public static Task<Ended> RunAsync(TemporaryFolder folder, params string[] arguments) => RunAsync(folder, arguments, []);

    /// <summary>Waits for the end; a process that hangs is killed and fails the test with what it said.</summary>
    public async Task<Ended> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
            throw new TimeoutException($"The program did not end within {Limit}. It said:\n{ErrorSoFar}");
        }
        var output = await _out;
        await _errorPump;
        return new Ended(_process.ExitCode, output, ErrorSoFar);
    }

    /// <summary>SIGKILL: no handler runs.</summary>
    public void Kill() => _process.Kill();

    public void SendInterrupt() => Send(Interrupt);

    public void SendTerminate() => Send(Terminate);

    /// <summary>Completes when the program has said something of this pattern on stderr.</summary>
    public async Task SaidAsync(string pattern, CancellationToken cancellation)
    {
        while (!Regex.IsMatch(ErrorSoFar, pattern))
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The program ended before it said '{pattern}':\n{await EndAsync()}");
            await Task.Delay(20, cancellation);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Send(int signal)
    {
        if (SendSignal(_process.Id, signal) != 0)
            throw new InvalidOperationException($"Signal {signal} could not be sent to process {_process.Id}.");
    }

    private async Task PumpErrorAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_error)
                _error.Append(line).Append('\n');
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int processId, int signal);
}
