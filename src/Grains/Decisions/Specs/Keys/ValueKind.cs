using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Specs.Keys;

/// <summary>What a key takes. Reading is <see cref="ValueReader"/>, the JSON Schema <see cref="Writing.SpecSchema"/>.</summary>
internal abstract record ValueKind
{
    private ValueKind() { }

    /// <summary>For people: "a number > 0".</summary>
    public abstract string Text { get; }

    internal sealed record Number(NumberRange Range) : ValueKind
    {
        public override string Text => $"a number {Range.Text}";
    }

    internal sealed record Whole(NumberRange Range) : ValueKind
    {
        public override string Text => $"a whole number {Range.Text}";
    }

    internal sealed record Flag : ValueKind
    {
        public override string Text => "true or false";
    }

    /// <param name="Names">Asked when needed: the catalogue may be another assembly's.</param>
    internal sealed record Choice(Func<ImmutableArray<string>> Names) : ValueKind
    {
        public override string Text => $"one of {string.Join(", ", Names())}";
    }

    internal sealed record Words(int LongestCharacters) : ValueKind
    {
        public override string Text => "text";
    }

    internal sealed record Duration : ValueKind
    {
        public override string Text => $"a duration such as {Reading.Durations.Example}";
    }

    internal sealed record Memory : ValueKind
    {
        public override string Text => $"an amount of memory such as {Reading.ByteSizes.Example}";
    }

    /// <param name="Least">Fewest items.</param>
    internal sealed record ListOf(ValueKind Item, int Least) : ValueKind
    {
        public override string Text => $"a list, each item {Item.Text}";
    }

    /// <summary>A part of the file with a form of its own.</summary>
    internal sealed record Structure(StructureForm Form) : ValueKind
    {
        public override string Text => Form switch
        {
            StructureForm.Space => "keys and their domains",
            StructureForm.Points => "a list of points: keys of the space and their values",
            StructureForm.Constraints => "a list of conditions",
            StructureForm.Objectives => "a list of { metric, goal }",
            StructureForm.Retries => "causes of failure and a number of extra attempts each",
            _ => throw new InvalidOperationException($"{Form} has no text."),
        };
    }
}

internal enum StructureForm { Space, Points, Constraints, Objectives, Retries }
