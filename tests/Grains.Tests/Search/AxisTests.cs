using CsCheck;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Tests.Search;

public sealed class AxisTests
{
    private static ParameterValue.Number Number(double value) => new ParameterValue.Number(value);
    private static ParameterValue.Whole Whole(long value) => new ParameterValue.Whole(value);
    private static ParameterValue.Text Text(string value) => new ParameterValue.Text(value);

    private static Axis Axis(ParameterDomain domain) => new(new SpaceKey("key", domain, null));

    private static readonly Gen<ParameterDomain> _countable =
        from low in Gen.Long[-50, 50]
        from count in Gen.Int[2, 40]
        from step in Gen.Long[1, 7]
        from form in Gen.Int[0, 8]
        select (ParameterDomain)(form switch
        {
            0 => new ParameterDomain.WholeNumbers(low, low + count),
            1 => new ParameterDomain.WholeNumbers(low, low + count * step) { Step = step },
            2 => new ParameterDomain.LogWholeNumbers(Math.Abs(low) + 1, Math.Abs(low) + 1 + count),
            3 => new ParameterDomain.LogWholeNumbers(step, step << (count / 2)) { Step = 2 },
            4 => new ParameterDomain.Uniform(low / 10.0, (low + count * step) / 10.0) { Step = step / 10.0 },
            5 => new ParameterDomain.LogUniform(double.Parse($"{step}e-8"), double.Parse($"{step}e{count / 4}")) { Step = 10 },
            6 => new ParameterDomain.Decades(-count, count / 2),
            7 => new ParameterDomain.Ordered([.. Enumerable.Range(0, count).Select(item => Text($"v{item * 7 % count}-{item}"))]),
            _ => new ParameterDomain.Values([.. Enumerable.Range(0, count).Select(item => Number((item * 37 % 101) / 4.0))]),
        });

    [Fact]
    public void Every_value_of_a_countable_axis_is_found_again()
        => _countable.Sample(domain =>
        {
            var axis = Axis(domain);
            var count = (int)Domains.Count(domain)!.Value;
            Assert.Equal(count, axis.Choices);
            for (var index = 0; index < count; index++)
            {
                var value = axis.At(index);
                Assert.Equal(index, axis.IndexOf(value));
                Assert.Equal(value, axis.FromUnit(axis.ToUnit(value)));
                Assert.Equal(value, Domains.At(domain, Domains.PositionOf(domain, value)!.Value));
                Assert.True(Domains.Contains(domain, value));
                if (index > 0) Assert.True(axis.ToUnit(value) > axis.ToUnit(axis.At(index - 1)));
            }
            Assert.Equal(axis.At(0), axis.FromUnit(0));
            Assert.Equal(axis.At(count - 1), axis.FromUnit(1));
        }, iter: 400, threads: 1);

    private static readonly Gen<ParameterDomain> _continuous =
        from low in Gen.Double[1e-6, 10]
        from width in Gen.Double[1e-3, 1e5]
        from log in Gen.Bool
        select (ParameterDomain)(log ? new ParameterDomain.LogUniform(low, low + width) : new ParameterDomain.Uniform(-low, width));

    [Fact]
    public void A_continuous_axis_keeps_its_coordinate_and_its_ends()
        => Gen.Select(_continuous, Gen.Double[0, 1]).Sample((domain, unit) =>
        {
            var axis = Axis(domain);
            Assert.Null(axis.Choices);
            Assert.Equal(AxisKind.Continuous, axis.Kind);
            Assert.InRange(axis.ToUnit(axis.FromUnit(unit)), unit - 1e-9, unit + 1e-9);
            Assert.True(Domains.Contains(domain, axis.FromUnit(0)) && Domains.Contains(domain, axis.FromUnit(1)));
            Assert.InRange(axis.ToUnit(axis.FromUnit(1)), 1 - 1e-9, 1);
        });

    [Fact]
    public void A_logarithmic_axis_is_even_in_the_logarithm()
        => Assert.InRange(((ParameterValue.Number)Axis(new ParameterDomain.LogUniform(1e-8, 1e-2)).FromUnit(0.5)).Value, 0.99e-5, 1.01e-5);

    [Fact]
    public void Lists_of_numbers_are_ordered_by_size_and_names_are_not_ordered()
    {
        var numbers = Axis(new ParameterDomain.Values([Number(1e-3), Number(1e-7), Number(1e-5)]));
        Assert.Equal(AxisKind.Ordered, numbers.Kind);
        Assert.Equal<ParameterValue>([Number(1e-7), Number(1e-5), Number(1e-3)], Enumerable.Range(0, 3).Select(index => numbers.At(index)));
        Assert.Equal(0.5, numbers.ToUnit(Number(1e-5)));
        Assert.Equal(AxisKind.Categorical, Axis(new ParameterDomain.Values([Text("rk4"), Text("euler")])).Kind);
        Assert.Equal(AxisKind.Categorical, Axis(new ParameterDomain.Values([new ParameterValue.List([Whole(1)]), Whole(2)])).Kind);
        var ordered = Axis(new ParameterDomain.Ordered([Text("small"), Text("medium"), Text("large")]));
        Assert.Equal(AxisKind.Ordered, ordered.Kind);
        Assert.Equal(Text("large"), ordered.At(2));
    }

    [Fact]
    public void Values_on_a_step_are_the_numbers_a_person_writes()
    {
        var tenths = new ParameterDomain.Uniform(0, 1) { Step = 0.1 };
        Assert.Equal(["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"], Enumerable.Range(0, 11).Select(index => Domains.At(tenths, index).Display));
        Assert.False(Domains.Contains(tenths, Number(0.25)));
        Assert.False(Domains.Contains(tenths, Number(1.1)));
        var decades = new ParameterDomain.LogUniform(1e-8, 1e-2) { Step = 10 };
        Assert.Equal(Enumerable.Range(-8, 7).Select(Domains.PowerOfTen), Enumerable.Range(0, 7).Select(index => Domains.At(decades, index)));
        var halves = new ParameterDomain.LogUniform(1e-3, 1) { Step = Math.Sqrt(10) };
        Assert.Equal(7, Domains.Count(halves));
        Assert.Equal(["0.001", "0.00316227766016838", "0.01", "0.0316227766016838", "0.1", "0.316227766016838", "1"], Enumerable.Range(0, 7).Select(index => Domains.At(halves, index).Display));
    }

    [Fact]
    public void Enormous_ranges_keep_both_ends()
    {
        var axis = Axis(new ParameterDomain.WholeNumbers(0, 1L << 53));
        Assert.Equal(Whole(0), axis.FromUnit(0));
        Assert.Equal(Whole(1L << 53), axis.FromUnit(1));
        Assert.Equal((1L << 53) + 1, axis.Choices);
        Assert.Equal(long.MaxValue, Axis(new ParameterDomain.WholeNumbers(long.MinValue, long.MaxValue)).Choices);
    }

    [Fact]
    public void A_point_has_coordinates_for_the_keys_that_exist()
    {
        var spec = Specs.SpecText.Read(Specs.SpecText.Conditional);
        var space = new EncodedSpace(spec);
        var point = space.Point(index => index == 0 ? 0.99 : 0.1);
        Assert.Equal(["solver.method=rk4", "solver.step_size=0.05", "gradient.method=direct"], point.Assignment.Select(value => $"{value.Path}={value.Value}"));
        Assert.Equal([5 / 6.0, double.NaN, 0.25, 0.25], point.Units);
        Assert.Equal(point.Assignment, space.Point(index => point.Units[index]).Assignment);
        Assert.Equal(point.Units, space.Columns([new TrialRecord(0, point.Assignment, new TrialResult.Pending())]).Select(column => column[0]));
    }
}
