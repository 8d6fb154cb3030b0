using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Interfaces.Reports;

/// <summary>What a person puts beside something else: a trial, or a whole sweep where Trial is null.</summary>
[GenerateSerializer, Immutable, Alias("compare-arm")]
public sealed record CompareArm(string SweepId, int? Trial);

/// <summary>One side of a comparison.</summary>
/// <param name="Label">A, B, C in the order asked for.</param>
/// <param name="Trial">Null: a whole sweep, of which the settings that all sides share are compared.</param>
/// <param name="Stands">This is the leading trial of a sweep that was named as a whole.</param>
/// <param name="Seeds">Of completed runs, ascending.</param>
/// <param name="Values">Mean over seeds for each metric; empty for a whole sweep, whose settings are no sample of anything.</param>
[GenerateSerializer, Immutable, Alias("arm-summary")]
public sealed record ArmSummary(
    string Label, string SweepId, string SweepName, int? Trial, bool Stands, ImmutableArray<AssignedValue> Assignment,
    int Completed, int Failed, ImmutableArray<ulong> Seeds, ImmutableArray<Estimate> Values);

/// <summary>A setting that is not the same on all sides.</summary>
/// <param name="Values">One per side, as labels; null: the key has no meaning there.</param>
[GenerateSerializer, Immutable, Alias("setting-difference")]
public sealed record SettingDifference(string Path, ImmutableArray<string?> Values);

/// <summary>Side B against side A (positions in the list of sides) in one metric.</summary>
/// <param name="Settings">What both have in common, for whole sweeps compared setting by setting; empty: all of them together, or two trials.</param>
/// <param name="Averaged">Settings whose differences were averaged for every seed; 1: none.</param>
[GenerateSerializer, Immutable, Alias("arm-contrast")]
public sealed record ArmContrast(int A, int B, string Metric, ImmutableArray<AssignedValue> Settings, int Averaged, Contrast Contrast);

/// <summary>The front of a whole sweep, measured beside others.</summary>
/// <param name="Arm">Position in the list of sides.</param>
/// <param name="Ranked">Trials whose runs have all completed with finite values.</param>
/// <param name="OnFront">Ranked trials that no other trial of the same sweep dominates.</param>
/// <param name="Hypervolume">Up to the reference of all sides.</param>
/// <param name="Share">Of the largest hypervolume among the sides.</param>
/// <param name="Evaluations">Function evaluations of all its runs, stopped and failed ones included.</param>
/// <param name="Seconds">Seconds of training, the same.</param>
[GenerateSerializer, Immutable, Alias("arm-front")]
public sealed record ArmFront(int Arm, int Ranked, int OnFront, double Hypervolume, double Share, double Evaluations, double Seconds);

/// <summary>Trials or sweeps side by side.</summary>
/// <param name="Metrics">What is compared and which way is better; the objectives of the first side come first.</param>
/// <param name="Contrasts">Every two sides in every metric, corrected over the pairs of sides.</param>
/// <param name="BySetting">For whole sweeps also setting by setting, corrected over settings and pairs.</param>
[GenerateSerializer, Immutable, Alias("side-by-side")]
public sealed record SideBySide(
    ImmutableArray<ArmSummary> Arms, ImmutableArray<Objective> Metrics, ImmutableArray<SettingDifference> Settings,
    ImmutableArray<ArmContrast> Contrasts, ImmutableArray<ArmContrast> BySetting, ImmutableArray<string> Reading, ImmutableArray<string> Notes)
{
    /// <summary>Every two sides are compared: more sides make a table that nobody reads and a correction that nothing passes.</summary>
    public const int MostArms = 12;

    /// <summary>What each side's search came to and cost, where whole sweeps with the same two or three objectives are compared; else empty.</summary>
    [Id(0)] public ImmutableArray<ArmFront> Fronts { get; init; } = [];

    /// <summary>The point up to which all hypervolumes are measured, one value per objective, in the objectives' own signs.</summary>
    [Id(1)] public ImmutableArray<double> FrontReference { get; init; } = [];
}
