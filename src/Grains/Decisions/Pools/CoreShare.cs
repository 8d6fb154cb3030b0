using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Decisions.Pools;

/// <summary>
/// How many threads and slots of a device a run gets. A slot stands for cores ÷ slots; who computes on several threads takes the slots
/// of their cores, so the threads of all runs on a device never exceed its cores, as long as it has no more slots than cores.
/// </summary>
/// <remarks>
/// Threads come from the run's own settings and the machine, never from who else is on it or how many slots it offers: the number of
/// threads can change the order of a sum and so its last digit.
/// </remarks>
internal static class CoreShare
{
    /// <summary>What the run asked for, but not more than there are cores.</summary>
    public static int Threads(DeviceOffer device, ResourceNeed need) => Math.Clamp(need.Threads, 1, Math.Max(1, device.Cores));

    /// <summary>More slots than a device has means all of it.</summary>
    public static int Slots(DeviceOffer device, ResourceNeed need)
        => Math.Clamp(Math.Max(need.Slots, SlotsOf(Threads(device, need), device)), 1, Math.Max(1, device.Slots));

    // A single thread is one slot even where slots outnumber cores: whoever offers more slots than cores wants them shared.
    private static int SlotsOf(int threads, DeviceOffer device)
        => threads == 1 ? 1 : ((threads * device.Slots) + device.Cores - 1) / device.Cores;
}
