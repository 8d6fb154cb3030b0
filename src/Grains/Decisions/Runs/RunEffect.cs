using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Decisions.Runs;

/// <summary>What a run asks of others after its state is durable. Each may be carried out twice.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RequestLease), "request"), JsonDerivedType(typeof(WithdrawRequest), "withdraw"), JsonDerivedType(typeof(ReleaseLease), "release")]
[JsonDerivedType(typeof(ConfirmLease), "confirm"), JsonDerivedType(typeof(BeginRun), "begin"), JsonDerivedType(typeof(StopRun), "stop")]
[JsonDerivedType(typeof(TellSweep), "tell-sweep")]
internal abstract record RunEffect
{
    private RunEffect() { }

    public sealed record RequestLease(int Attempt) : RunEffect;

    public sealed record WithdrawRequest(int Attempt) : RunEffect;

    public sealed record ReleaseLease(Lease Lease) : RunEffect;

    public sealed record ConfirmLease(Lease Lease) : RunEffect;

    public sealed record BeginRun(Lease Lease, CheckpointRef? ResumeFrom) : RunEffect;

    public sealed record StopRun(Lease Lease, StopReason Reason) : RunEffect;

    public sealed record TellSweep : RunEffect;
}

/// <summary>The answer of <see cref="RunMachine"/>.</summary>
/// <param name="Attempts">Rows of attempts that began or ended.</param>
/// <param name="Durable">The new state must be stored before anything else happens; false: it can be lost without harm.</param>
internal sealed record RunTransition(RunState State, ImmutableArray<RunEffect> Effects, ImmutableArray<AttemptRow> Attempts, bool Durable)
{
    public static RunTransition Changed(RunState state, params ImmutableArray<RunEffect> effects) => new(state, effects, [], true);

    /// <summary>What led here, and then this.</summary>
    public RunTransition After(RunTransition earlier)
        => new(State, [.. earlier.Effects, .. Effects], [.. earlier.Attempts, .. Attempts], earlier.Durable || Durable);

    /// <summary>A duplicate or late event: nothing changes.</summary>
    public static RunTransition None(RunState state) => new(state, [], [], false);
}
