using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Sweeps;

/// <summary>What a sweep asks of one of its runs after its state is durable. Each may be carried out twice.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StartRun), "start"), JsonDerivedType(typeof(RetryRun), "retry"), JsonDerivedType(typeof(CancelRun), "cancel")]
[JsonDerivedType(typeof(WakeRun), "wake")]
internal abstract record SweepEffect(int Trial, int Replicate)
{
    /// <param name="Index">Number of the run in its sweep, for its place in the queue.</param>
    public sealed record StartRun(int Trial, int Replicate, long Index, ImmutableArray<AssignedValue> Assignment) : SweepEffect(Trial, Replicate);

    public sealed record RetryRun(int Trial, int Replicate, int AfterAttempts) : SweepEffect(Trial, Replicate);

    public sealed record CancelRun(int Trial, int Replicate) : SweepEffect(Trial, Replicate);

    public sealed record WakeRun(int Trial, int Replicate) : SweepEffect(Trial, Replicate);
}

/// <summary>The answer of <see cref="SweepMachine"/>.</summary>
/// <param name="Durable">The new state must be stored before anything else happens; false: it can be lost without harm.</param>
internal sealed record SweepTransition(SweepState State, ImmutableArray<SweepEffect> Effects, bool Durable)
{
    public static SweepTransition None(SweepState state) => new(state, [], false);
}
