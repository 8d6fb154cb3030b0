using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling.Populations;

/// <summary>Values near those of a good member of a population.</summary>
internal static class Exploration
{
    /// <summary>Values that keep the constraints are looked for so often; then the good member's own are used.</summary>
    private const int Tries = 20;

    /// <summary>Keys of the space that change while the population trains.</summary>
    public static ImmutableArray<string> Mutable(SweepSpec spec)
        => spec.Scheduler.Mutates.IsEmpty ? [.. spec.Space.Select(key => key.Path).Where(path => SpecKeys.Find(path) is { MayChange: true })] : spec.Scheduler.Mutates;

    /// <param name="good">A point of the space; where no key may change, it stays.</param>
    public static ImmutableArray<AssignedValue> From(SweepSpec spec, ImmutableArray<AssignedValue> good, Draws draws)
    {
        // Its first number has chosen the good member.
        draws.Uniform();
        var mutable = Mutable(spec);
        for (var tried = 0; tried < Tries; tried++)
            if (Changed(spec, good, mutable, draws) is var point && Constraints.Hold(spec, point)) return point;
        return good;
    }

    private static ImmutableArray<AssignedValue> Changed(SweepSpec spec, ImmutableArray<AssignedValue> good, ImmutableArray<string> mutable, Draws draws)
    {
        var point = new ActiveKeys(spec);
        foreach (var key in SpaceOrder.Of(spec.Space).Select(index => spec.Space[index]).Where(point.Exists))
        {
            var value = good.FirstOrDefault(each => each.Path == key.Path)?.Value;
            point.Assign(key.Path, value is null ? Drawn(key.Domain, draws) : mutable.Contains(key.Path) ? Moved(spec.Scheduler, key.Domain, value, draws) : value);
        }
        return point.Assignment();
    }

    private static ParameterValue Moved(SchedulerPlan plan, ParameterDomain domain, ParameterValue value, Draws draws)
    {
        var (isDrawn, isUp) = (draws.Uniform() < plan.Resample, draws.Uniform() < 0.5);
        if (isDrawn) return Drawn(domain, draws);
        return domain switch
        {
            ParameterDomain.Uniform { Step: null } range => Scaled(value, isUp ? plan.Perturbation : 1 / plan.Perturbation, range.Low, range.High),
            ParameterDomain.LogUniform { Step: null } range => Scaled(value, isUp ? plan.Perturbation : 1 / plan.Perturbation, range.Low, range.High),
            _ => Neighbour(domain, value, isUp ? 1 : -1),
        };
    }

    private static ParameterValue Drawn(ParameterDomain domain, Draws draws) => Domains.FromUnit(domain, draws.Uniform());

    private static ParameterValue.Number Scaled(ParameterValue value, double factor, double low, double high)
        => new(Math.Clamp(((ParameterValue.Number)value).Value * factor, low, high));

    /// <summary>The next larger or smaller value that the domain has; the value itself at the end.</summary>
    private static ParameterValue Neighbour(ParameterDomain domain, ParameterValue value, int direction)
    {
        if (domain is ParameterDomain.Values { Items: var items })
        {
            var sorted = items.Sort((one, other) => ((ParameterValue.Number)one).Value.CompareTo(((ParameterValue.Number)other).Value));
            return sorted[Math.Clamp(sorted.IndexOf(value) + direction, 0, sorted.Length - 1)];
        }
        var position = Domains.PositionOf(domain, value)!.Value + direction;
        return position < 0 || position >= Domains.Count(domain) ? value : Domains.At(domain, position);
    }
}
