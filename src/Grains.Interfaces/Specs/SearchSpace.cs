using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Orchestrator.Grains.Interfaces.Specs;

/// <summary>One key that a sweep varies.</summary>
/// <param name="Path">Dotted path into the run settings, such as solver.rtol.</param>
/// <param name="When">The key exists only where this holds; null: always.</param>
[GenerateSerializer, Immutable, Alias("space-key")]
public sealed record SpaceKey(string Path, ParameterDomain Domain, SpaceCondition? When);

/// <summary>The set of values a key is drawn from. Bounds are inclusive.</summary>
[GenerateSerializer, Immutable, Alias("parameter-domain")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Values), "values"), JsonDerivedType(typeof(Uniform), "uniform"), JsonDerivedType(typeof(LogUniform), "log_uniform")]
[JsonDerivedType(typeof(WholeNumbers), "int"), JsonDerivedType(typeof(LogWholeNumbers), "log_int"), JsonDerivedType(typeof(Decades), "decades")]
[JsonDerivedType(typeof(Ordered), "ordered")]
public abstract record ParameterDomain
{
    private ParameterDomain() { }

    [GenerateSerializer, Immutable, Alias("parameter-domain.values")]
    public sealed record Values(ImmutableArray<ParameterValue> Items) : ParameterDomain;

    /// <summary>Values whose order means something: neighbours are alike.</summary>
    [GenerateSerializer, Immutable, Alias("parameter-domain.ordered")]
    public sealed record Ordered(ImmutableArray<ParameterValue> Items) : ParameterDomain;

    [GenerateSerializer, Immutable, Alias("parameter-domain.uniform")]
    public sealed record Uniform(double Low, double High) : ParameterDomain
    {
        /// <summary>Low, Low + Step, … to High; null: the continuum.</summary>
        [Id(0)] public double? Step { get; init; }
    }

    [GenerateSerializer, Immutable, Alias("parameter-domain.log-uniform")]
    public sealed record LogUniform(double Low, double High) : ParameterDomain
    {
        /// <summary>Low, Low · Step, … to High; null: the continuum.</summary>
        [Id(0)] public double? Step { get; init; }
    }

    [GenerateSerializer, Immutable, Alias("parameter-domain.int")]
    public sealed record WholeNumbers(long Low, long High) : ParameterDomain
    {
        /// <summary>Low, Low + Step, … to High; null: each.</summary>
        [Id(0)] public long? Step { get; init; }
    }

    [GenerateSerializer, Immutable, Alias("parameter-domain.log-int")]
    public sealed record LogWholeNumbers(long Low, long High) : ParameterDomain
    {
        /// <summary>Low, Low · Step, … to High; null: each.</summary>
        [Id(0)] public long? Step { get; init; }
    }

    /// <summary>Whole powers of ten from 10^LowExponent to 10^HighExponent.</summary>
    [GenerateSerializer, Immutable, Alias("parameter-domain.decades")]
    public sealed record Decades(int LowExponent, int HighExponent) : ParameterDomain;
}

/// <summary>When a key exists: a closed language over the space's other keys, the fixed settings and capabilities such as solver.adaptive.</summary>
[GenerateSerializer, Immutable, Alias("space-condition")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(EqualTo), "equal"), JsonDerivedType(typeof(OneOf), "in"), JsonDerivedType(typeof(Capability), "capability")]
[JsonDerivedType(typeof(Not), "not"), JsonDerivedType(typeof(Both), "and"), JsonDerivedType(typeof(Either), "or")]
[JsonDerivedType(typeof(Compare), "compare")]
public abstract record SpaceCondition
{
    private SpaceCondition() { }

    [GenerateSerializer, Immutable, Alias("space-condition.equal")]
    public sealed record EqualTo(string Path, ParameterValue Value) : SpaceCondition;

    [GenerateSerializer, Immutable, Alias("space-condition.in")]
    public sealed record OneOf(string Path, ImmutableArray<ParameterValue> Values) : SpaceCondition;

    [GenerateSerializer, Immutable, Alias("space-condition.capability")]
    public sealed record Capability(string Name) : SpaceCondition;

    /// <summary>Compares sizes; only in constraints. A side without a number at a point makes it false.</summary>
    [GenerateSerializer, Immutable, Alias("space-condition.compare")]
    public sealed record Compare(ConditionTerm Left, Comparison Comparison, ConditionTerm Right) : SpaceCondition;

    [GenerateSerializer, Immutable, Alias("space-condition.not")]
    public sealed record Not(SpaceCondition Inner) : SpaceCondition;

    [GenerateSerializer, Immutable, Alias("space-condition.and")]
    public sealed record Both(SpaceCondition Left, SpaceCondition Right) : SpaceCondition;

    [GenerateSerializer, Immutable, Alias("space-condition.or")]
    public sealed record Either(SpaceCondition Left, SpaceCondition Right) : SpaceCondition;
}

public enum Comparison { Less = 1, LessOrEqual = 2, Greater = 3, GreaterOrEqual = 4, Equal = 5 }

/// <summary>One side of a comparison: a number, or a number times the value of a key.</summary>
/// <param name="Path">Null: the factor itself.</param>
[GenerateSerializer, Immutable, Alias("condition-term")]
public sealed record ConditionTerm(double Factor, string? Path);
