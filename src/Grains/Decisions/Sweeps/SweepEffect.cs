using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Sweeps;

/// <summary>What a sweep asks of one of its runs after its state is durable. Each may be carried out twice.</summary>
/// <remarks>Commands that undo each other carry a number that rises within the sweep, so that a run knows a late copy.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StartRun), "start"), JsonDerivedType(typeof(RetryRun), "retry"), JsonDerivedType(typeof(CancelRun), "cancel")]
[JsonDerivedType(typeof(WakeRun), "wake"), JsonDerivedType(typeof(WithdrawRun), "withdraw"), JsonDerivedType(typeof(PauseRun), "pause")]
[JsonDerivedType(typeof(ReleaseRun), "release"), JsonDerivedType(typeof(TakeUpRun), "take-up"), JsonDerivedType(typeof(PruneRun), "prune")]
[JsonDerivedType(typeof(HandOver), "hand-over"), JsonDerivedType(typeof(ReviveRun), "revive")]
internal abstract record SweepEffect(int Trial, int Replicate)
{
    /// <param name="Index">Number of the run in its sweep, for its place in the queue.</param>
    public sealed record StartRun(int Trial, int Replicate, long Index, ImmutableArray<AssignedValue> Assignment) : SweepEffect(Trial, Replicate)
    {
        /// <summary>Resource level at which the run is first judged; null: never.</summary>
        public double? FirstRung { get; init; }
    }

    public sealed record RetryRun(int Trial, int Replicate, int AfterAttempts) : SweepEffect(Trial, Replicate);

    public sealed record CancelRun(int Trial, int Replicate) : SweepEffect(Trial, Replicate);

    public sealed record WakeRun(int Trial, int Replicate) : SweepEffect(Trial, Replicate);

    /// <summary>End the run if it never got a device.</summary>
    public sealed record WithdrawRun(int Trial, int Replicate, int Order) : SweepEffect(Trial, Replicate);

    /// <summary>Queue a run again that was withdrawn: the sweep was stopped, and goes on.</summary>
    public sealed record ReviveRun(int Trial, int Replicate, int Order) : SweepEffect(Trial, Replicate);

    /// <summary>The whole sweep is paused.</summary>
    public sealed record PauseRun(int Trial, int Replicate, int Order) : SweepEffect(Trial, Replicate);

    /// <summary>The whole sweep goes on.</summary>
    public sealed record ReleaseRun(int Trial, int Replicate, int Order) : SweepEffect(Trial, Replicate);

    /// <summary>The scheduler goes on with a run that it had set aside.</summary>
    public sealed record TakeUpRun(int Trial, int Replicate, int Order, double? NextRung) : SweepEffect(Trial, Replicate);

    /// <summary>The same with the parameters of another run, which are in a checkpoint of this one, and with other values.</summary>
    public sealed record HandOver(int Trial, int Replicate, int Order, double? NextRung) : SweepEffect(Trial, Replicate)
    {
        public required CheckpointRef Checkpoint { get; init; }

        public required ImmutableArray<AssignedValue> Assignment { get; init; }
    }

    /// <summary>A run that was set aside is never taken up again.</summary>
    public sealed record PruneRun(int Trial, int Replicate, int Order, string Why) : SweepEffect(Trial, Replicate);
}

/// <summary>The answer of <see cref="SweepMachine"/>.</summary>
/// <param name="Tells">Rows that must be durable before the state.</param>
/// <param name="Durable">The new state must be stored before anything else happens; false: it can be lost without harm.</param>
internal sealed record SweepTransition(SweepState State, ImmutableArray<SweepEffect> Effects, ImmutableArray<TellRow> Tells, bool Durable)
{
    public static SweepTransition None(SweepState state) => new(state, [], [], false);

    public static SweepTransition Changed(SweepState state, params ImmutableArray<SweepEffect> effects) => new(state, effects, [], true);

    /// <summary>What led here, and then this.</summary>
    public SweepTransition After(SweepTransition earlier)
        => new(State, [.. earlier.Effects, .. Effects], [.. earlier.Tells, .. Tells], earlier.Durable || Durable);
}
