using System.Text.Json.Serialization;

namespace Orchestrator.Grains.Interfaces.Runs;

/// <summary>Why an attempt failed; decides whether it is tried again. Unknown numbers read as Internal.</summary>
public enum FailureCause
{
    Internal = 1,
    DeviceLost = 2,
    OutOfMemory = 3,
    StepSizeUnderflow = 4,
    MaxSteps = 5,
    NonFinite = 6,
    NonlinearDivergence = 7,
    LossNonFinite = 8,
    WorkloadError = 9,
    TimedOut = 10,
}

/// <summary>How a run, or an attempt of it, ended.</summary>
[GenerateSerializer, Immutable, Alias("outcome")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Completed), "completed"), JsonDerivedType(typeof(Failed), "failed"), JsonDerivedType(typeof(Cancelled), "cancelled"), JsonDerivedType(typeof(Interrupted), "interrupted")]
[JsonDerivedType(typeof(Pruned), "pruned")]
public abstract record Outcome
{
    private Outcome() { }

    /// <param name="Fit">The fitted curves as JSON for the report, or null.</param>
    [GenerateSerializer, Immutable, Alias("outcome.completed")]
    public sealed record Completed(string? Fit) : Outcome;

    /// <param name="Message">For people: what happened, where the solve stood, what usually helps.</param>
    [GenerateSerializer, Immutable, Alias("outcome.failed")]
    public sealed record Failed(FailureCause Cause, string Message) : Outcome;

    [GenerateSerializer, Immutable, Alias("outcome.cancelled")]
    public sealed record Cancelled : Outcome;

    /// <param name="Why">For people: the scheduler's rule, its numbers and the run's.</param>
    [GenerateSerializer, Immutable, Alias("outcome.pruned")]
    public sealed record Pruned(string Why) : Outcome;

    /// <summary>An attempt that checkpointed and stopped because its silo goes down or the run is paused: not an end of the run.</summary>
    [GenerateSerializer, Immutable, Alias("outcome.interrupted")]
    public sealed record Interrupted : Outcome;
}
