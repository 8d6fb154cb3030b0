using System.Collections.Concurrent;
using System.ComponentModel;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;

namespace Orchestrator.Grains.Running.Processes;

/// <summary>The device processes of a silo: as many as there were isolated attempts at once. One that has ended an attempt well waits for the next.</summary>
internal sealed class DeviceProcesses(Serializer<DeviceMessage> serializer, ILogger<DeviceProcess> log) : IDisposable
{
    /// <summary>A start takes half a second; machines can be busy.</summary>
    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(1);

    private readonly ConcurrentStack<DeviceProcess> _idle = [];
    private readonly ConcurrentDictionary<DeviceProcess, bool> _all = [];
    private volatile bool _isClosed;

    /// <summary>One that waits, or a new one.</summary>
    /// <exception cref="DeviceProcessException">None can be started.</exception>
    public DeviceProcess Take()
    {
        while (_idle.TryPop(out var waiting))
        {
            if (!waiting.IsGone) return waiting;
            Drop(waiting);
        }
        return Start();
    }

    /// <summary>It takes another attempt.</summary>
    public void Return(DeviceProcess device)
    {
        if (_isClosed) Drop(device);
        else _idle.Push(device);
    }

    /// <summary>It is not used any more.</summary>
    public void Drop(DeviceProcess device)
    {
        if (_all.TryRemove(device, out _)) device.Dispose();
    }

    public void Dispose()
    {
        _isClosed = true;
        Parallel.ForEach(_all.Keys, Drop);
    }

    private DeviceProcess Start()
    {
        DeviceProcess device;
        try
        {
            device = DeviceProcess.Start(serializer, log);
        }
        catch (Win32Exception error)
        {
            throw new DeviceProcessException($"no device process could be started: {error.Message}");
        }
        _all[device] = true;
        var first = device.Receive(StartsWithin);
        var problem = first switch
        {
            DeviceMessage.Ready ready when ready.Build == DeviceProgram.Build => null,
            DeviceMessage.Ready => "the program on disk is no longer the one that this silo runs: restart the silo",
            null when device.IsGone => $"the device process ended before it took anything: {device.End()}",
            null => $"the device process {device.Id} was not ready within {StartsWithin.TotalSeconds:0} s",
            _ => $"the device process began with {first.GetType().Name}",
        };
        if (problem is null) return device;
        if (!device.IsGone) device.Kill();
        Drop(device);
        throw new DeviceProcessException(problem);
    }
}

/// <summary>No device process can be had.</summary>
internal sealed class DeviceProcessException(string message) : Exception(message);
