using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Telemetry;

namespace Orchestrator.Grains.Running.Processes;

/// <summary>What a silo and a device process of its say to one another. Both are the same build, so these contracts may change with every version.</summary>
[GenerateSerializer, Immutable, Alias("device-message")]
internal abstract record DeviceMessage
{
    private DeviceMessage() { }

    /// <summary>To the device, which is idle: train this.</summary>
    /// <param name="NextRung">Resource level at which the run is judged next; null: nowhere.</param>
    /// <param name="IsMeasured">The silo exports metrics, and wants those of this attempt.</param>
    [GenerateSerializer, Immutable, Alias("device-message.begin")]
    internal sealed record Begin(AttemptWork Work, double? NextRung, bool IsMeasured) : DeviceMessage;

    /// <summary>To the device: end the attempt soon. Says nothing to one that has ended.</summary>
    [GenerateSerializer, Immutable, Alias("device-message.stop")]
    internal sealed record Stop(StopReason Reason) : DeviceMessage;

    /// <summary>To the device: the resource level at which the run is judged next.</summary>
    [GenerateSerializer, Immutable, Alias("device-message.rung")]
    internal sealed record Rung(double Level) : DeviceMessage;

    /// <summary>To the device: somebody looks at the run and wants its fit.</summary>
    [GenerateSerializer, Immutable, Alias("device-message.fit-wanted")]
    internal sealed record FitWanted : DeviceMessage;

    /// <summary>From the device, once: it takes attempts.</summary>
    /// <param name="Build">Differs when the program on disk is no longer the one that the silo runs.</param>
    [GenerateSerializer, Immutable, Alias("device-message.ready")]
    internal sealed record Ready(Guid Build) : DeviceMessage;

    /// <summary>From the device, several times a second.</summary>
    /// <param name="Observations">All new ones, in order.</param>
    /// <param name="Checkpoint">The newest, if there is a new one.</param>
    /// <param name="Fit">The newest, if one was made.</param>
    /// <param name="SilentFor">Since the last iteration was completed.</param>
    [GenerateSerializer, Immutable, Alias("device-message.news")]
    internal sealed record News(ImmutableArray<Observation> Observations, SavedCheckpoint? Checkpoint, LiveFit? Fit, TimeSpan SilentFor) : DeviceMessage;

    /// <summary>From the device: what its instruments measured since the last time.</summary>
    [GenerateSerializer, Immutable, Alias("device-message.measured")]
    internal sealed record Measured(ImmutableArray<MeasuredSeries> Series) : DeviceMessage;

    /// <summary>From the device: the attempt is over, and all news of it were told.</summary>
    [GenerateSerializer, Immutable, Alias("device-message.ended")]
    internal sealed record Ended(Outcome Outcome) : DeviceMessage;
}
