using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Running;

/// <summary>The devices of this machine, for whoever offers or asks for them.</summary>
internal interface IMachineDevices
{
    /// <summary>All that work. The first call may take seconds, where there are GPUs to be found.</summary>
    ImmutableArray<DeviceOffer> Offers { get; }

    /// <summary>An attempt has failed on it: if it does not compute any more, it is offered no longer.</summary>
    void Suspect(string device);
}
