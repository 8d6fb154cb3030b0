using System.Collections.Immutable;
using System.Diagnostics;
using Orchestrator.ProgramBench.Processes;

namespace Orchestrator.ProgramBench.Telemetry;

/// <param name="Runs">Processor seconds of the threads that train, in their order.</param>
/// <param name="Others">Of all other threads of the program.</param>
internal sealed record Cost(ImmutableArray<double> Runs, double Others)
{
    /// <summary>Of every run but the first, during which the program is compiled.</summary>
    public double Training => Runs.Skip(1).Sum();
}

/// <summary>The program as it trains the spiral example.</summary>
internal sealed class Trained : IDisposable
{
    private const string Iterations = "training.iterations=20000";
    private const string Seeds = "replicates.seeds=0,1,2,3,4,5";

    private readonly Folder _folder = new();
    private readonly Process _process;
    private readonly ThreadTimes _times;
    private readonly Task<string> _output;
    private readonly string _command;

    /// <param name="receiver">Null: nothing is exported.</param>
    public Trained(string program, string? receiver)
    {
        string[] run = [program, "run", Path.Combine(Repository.Root, "examples", "spiral.yaml"), "gradient.method=direct", Seeds, Iterations, "--data", _folder.Path, "--slots", "1", "--quiet"];
        var start = new ProcessStartInfo("dotnet", run) { RedirectStandardOutput = true };
        foreach (var inherited in start.Environment.Keys.Where(name => name.StartsWith("OTEL_", StringComparison.Ordinal) || name.StartsWith("ORCHESTRATOR_", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(inherited);
        if (receiver is not null) (start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"], start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"]) = (receiver, "http/protobuf");
        _command = string.Join(' ', run);
        _process = Process.Start(start)!;
        (_times, _output) = (new ThreadTimes(_process.Id), _process.StandardOutput.ReadToEndAsync());
    }

    public bool HasEnded => _process.HasExited;

    public void Look() => _times.Look();

    public void Stop() => Signal("STOP");

    public void Continue() => Signal("CONT");

    /// <summary>Once it has ended.</summary>
    public async Task<Cost> CostAsync()
    {
        await _output;
        await _process.WaitForExitAsync();
        return _process.ExitCode == 0
            ? new Cost(_times.Training, _times.OthersSeconds)
            : throw new InvalidOperationException($"{_command} ended with {_process.ExitCode}.");
    }

    public void Dispose()
    {
        if (!HasEnded) _process.Kill();
        _process.Dispose();
        _folder.Dispose();
    }

    private void Signal(string name)
    {
        if (HasEnded) return;
        // It may end in between, and kill says so.
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{name}", $"{_process.Id}"]) { RedirectStandardError = true })!;
        kill.WaitForExit();
    }
}
