using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Orchestrator.Grains.Interfaces.Specs;

/// <summary>A value that a key of a sweep file can take. Structural equality, lists included.</summary>
[GenerateSerializer, Immutable, Alias("parameter-value")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Number), "number"), JsonDerivedType(typeof(Whole), "whole"), JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(Flag), "flag"), JsonDerivedType(typeof(List), "list")]
public abstract record ParameterValue
{
    private ParameterValue() { }

    /// <summary>As a person would write it in YAML: 1E-05, dopri5, true, [32, 32].</summary>
    public abstract string Display { get; }

    /// <summary>As labels and tables show it to people: 1e-3, dopri5.</summary>
    public virtual string Label => Display;

    public sealed override string ToString() => Display;

    [GenerateSerializer, Immutable, Alias("parameter-value.number")]
    public sealed record Number(double Value) : ParameterValue
    {
        public override string Display => Value.ToString("R");
        public override string Label => NumberLabel.Of(Value);
    }

    [GenerateSerializer, Immutable, Alias("parameter-value.whole")]
    public sealed record Whole(long Value) : ParameterValue
    {
        public override string Display => Value.ToString();
    }

    [GenerateSerializer, Immutable, Alias("parameter-value.text")]
    public sealed record Text(string Value) : ParameterValue
    {
        public override string Display => Value;
    }

    [GenerateSerializer, Immutable, Alias("parameter-value.flag")]
    public sealed record Flag(bool Value) : ParameterValue
    {
        public override string Display => Value ? "true" : "false";
    }

    [GenerateSerializer, Immutable, Alias("parameter-value.list")]
    public sealed record List(ImmutableArray<ParameterValue> Items) : ParameterValue
    {
        public override string Display => $"[{string.Join(", ", Items)}]";
        public override string Label => $"[{string.Join(", ", Items.Select(item => item.Label))}]";
        public bool Equals(List? other) => other is not null && Items.SequenceEqual(other.Items);
        public override int GetHashCode() => Items.Aggregate(17, HashCode.Combine);
    }
}

/// <summary>One key of a trial and its value.</summary>
[GenerateSerializer, Immutable, Alias("assigned-value")]
public sealed record AssignedValue(string Path, ParameterValue Value);
