using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Fronts;

/// <summary>The hypervolume of a set of cost points that grows point by point.</summary>
/// <remarks>A new point adds its own box less what the front already holds of it (While, Bradstreet, Barone 2012, the exclusive hypervolume).</remarks>
internal sealed class GrowingVolume(ImmutableArray<double> reference)
{
    private readonly List<ImmutableArray<double>> _front = [];

    public double Value { get; private set; }

    /// <summary>By how much this point would raise the volume.</summary>
    public double Gain(ImmutableArray<double> point)
    {
        if (_front.Any(member => member.SequenceEqual(point) || ParetoFront.Dominates(member, point))) return 0;
        var box = Hypervolume.Of([point], reference);
        if (box == 0) return 0;
        ImmutableArray<ImmutableArray<double>> inside = [.. _front.Select(member => Within(member, point))];
        var needed = ParetoFront.Of(inside);
        return box - Hypervolume.Of([.. inside.Where((_, i) => needed[i])], reference);
    }

    /// <summary>Whether the volume rose.</summary>
    public bool Add(ImmutableArray<double> point)
    {
        var gain = Gain(point);
        if (gain <= 0) return false;
        Value += gain;
        _front.RemoveAll(member => ParetoFront.Dominates(point, member));
        _front.Add(point);
        return true;
    }

    private static ImmutableArray<double> Within(ImmutableArray<double> member, ImmutableArray<double> point) => [.. member.Zip(point, Math.Max)];
}
