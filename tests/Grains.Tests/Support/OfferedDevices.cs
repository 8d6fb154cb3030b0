using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Workers;
using Orchestrator.Grains.Running;

namespace Orchestrator.TestSupport;

/// <summary>A machine with devices of these names and four slots each; a device that is named broken is found so when an attempt has failed on it.</summary>
internal sealed class OfferedDevices(params string[] names) : IMachineDevices
{
    private readonly ConcurrentDictionary<string, bool> _gone = [];

    public HashSet<string> Broken { get; init; } = [];

    public ImmutableArray<DeviceOffer> Offers => [.. names.Where(name => !_gone.ContainsKey(name)).Select(name => new DeviceOffer(name, 4, null) { Cores = 4 })];

    public void Suspect(string device)
    {
        if (Broken.Contains(device)) _gone[device] = true;
    }
}
