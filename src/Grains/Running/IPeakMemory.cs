namespace Orchestrator.Grains.Running;

/// <summary>The most memory that was taken on a device since it began to look.</summary>
internal interface IPeakMemory
{
    /// <summary>Null where it cannot be read.</summary>
    long? ReadBytes();
}
