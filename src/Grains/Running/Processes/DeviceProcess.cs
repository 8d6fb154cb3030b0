using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;

namespace Orchestrator.Grains.Running.Processes;

/// <summary>A child process that trains one attempt after another. It ends by itself when its pipe closes, and so when the silo is gone.</summary>
internal sealed class DeviceProcess : IDisposable
{
    /// <summary>Lines of standard error that explain an end.</summary>
    private const int KeptLines = 12;

    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly DevicePipe _pipe;
    private readonly BlockingCollection<DeviceMessage> _inbox = [];
    private readonly Queue<string> _said = new();
    private readonly ILogger _log;

    private DeviceProcess(Process process, Serializer<DeviceMessage> serializer, ILogger log)
    {
        (_process, _log, Id) = (process, log, process.Id);
        _pipe = new DevicePipe(process.StandardOutput.BaseStream, process.StandardInput.BaseStream, serializer);
        process.ErrorDataReceived += (_, line) => Said(line.Data);
        process.BeginErrorReadLine();
        new Thread(ReadToEnd) { IsBackground = true, Name = $"device process {Id}" }.Start();
    }

    public int Id { get; }

    /// <summary>It was told to end with force, by this silo.</summary>
    public bool IsKilled { get; private set; }

    /// <summary>It has said its last.</summary>
    public bool IsGone => _inbox.IsCompleted;

    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public static DeviceProcess Start(Serializer<DeviceMessage> serializer, ILogger log)
        => new(Process.Start(DeviceProgram.StartInfo())!, serializer, log);

    /// <exception cref="IOException">The process is gone.</exception>
    public void Send(DeviceMessage message) => _pipe.Send(message);

    /// <summary>Waits at most so long; null: nothing came.</summary>
    public DeviceMessage? Receive(TimeSpan atMost) => _inbox.TryTake(out var message, atMost) ? message : null;

    /// <summary>How a process that is gone ended, and what it said last.</summary>
    public ProcessEnd End()
    {
        // Its pipe closes a moment before its exit code is known. One that closed its pipe and lives on is of no use to anybody.
        if (!_process.WaitForExit(EndsWithin)) Kill();
        // Without a limit of time this also waits for the last lines of standard error.
        _process.WaitForExit();
        lock (_said) return new ProcessEnd(_process.ExitCode, IsKilled, string.Join('\n', _said));
    }

    public void Kill()
    {
        IsKilled = true;
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has been put away meanwhile.
        }
    }

    public void Dispose()
    {
        // The closed pipe is the sign to end.
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // What was still to be sent needs no reader any more.
        }
        if (!_process.WaitForExit(EndsWithin)) Kill();
        _process.Dispose();
    }

    private void ReadToEnd()
    {
        try
        {
            while (_pipe.Receive() is { } message) _inbox.Add(message);
        }
        catch (Exception error)
        {
            Said($"{error.GetType().Name}: {error.Message}");
            Kill();
        }
        _inbox.CompleteAdding();
    }

    private void Said(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        _log.DeviceProcessSaid(Id, line);
        lock (_said)
        {
            _said.Enqueue(line);
            if (_said.Count > KeptLines) _said.Dequeue();
        }
    }
}
