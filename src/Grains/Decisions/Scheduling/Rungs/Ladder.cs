using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Scheduling.Rungs;

/// <summary>Levels of the resource at which runs are compared, lowest first, numbered from 0.</summary>
public abstract record Ladder
{
    private Ladder() { }

    /// <summary>Number of levels at or below an amount of the resource.</summary>
    public abstract int Passed(double resource);

    /// <summary>A level; null: there is none so high.</summary>
    public abstract double? At(int index);

    /// <summary>The level that a run which has passed so many is judged at next.</summary>
    public double? After(double resource) => At(Passed(resource));

    public static Ladder None { get; } = new Listed([]);

    /// <summary>low, low·factor, low·factor², … up to high: (1, 243, 3) has 1 3 9 27 81 243.</summary>
    /// <remarks>By an integer loop: floor(log 243 / log 3) is 4 in floating point.</remarks>
    public static Ladder Geometric(long low, long high, int factor)
    {
        var levels = ImmutableArray.CreateBuilder<double>();
        for (var level = low; level <= high; level *= factor)
        {
            levels.Add(level);
            if (level > high / factor) break;
        }
        return new Listed(levels.ToImmutable());
    }

    /// <summary>first, first + interval, … without an end.</summary>
    public sealed record Regular(long First, long Interval) : Ladder
    {
        public override int Passed(double resource) => resource < First ? 0 : (int)Math.Min(int.MaxValue, 1 + ((long)resource - First) / Interval);

        public override double? At(int index) => First + (double)index * Interval;
    }

    public sealed record Listed(ImmutableArray<double> Levels) : Ladder
    {
        public override int Passed(double resource)
        {
            var passed = 0;
            while (passed < Levels.Length && Levels[passed] <= resource) passed++;
            return passed;
        }

        public override double? At(int index) => index < Levels.Length ? Levels[index] : null;
    }
}
