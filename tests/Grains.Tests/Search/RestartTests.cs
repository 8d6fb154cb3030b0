using Orchestrator.Grains.Decisions.Search.CmaEs;
using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Tests.Search;

public sealed class RestartTests
{
    private const int Seeds = 10, FirstSearch = 600, Long = 4000;

    /// <summary>The next best minimum of Rastrigin's function is at 1.</summary>
    private const double Global = 0.1;

    /// <summary>Rastrigin's function has a minimum near every whole number. One search of six points a generation needs some 500 trials and ends in one of them; larger ones find the least.</summary>
    [Fact]
    public void Restarts_with_larger_generations_leave_the_minima_that_a_first_search_ends_in()
    {
        var runs = Enumerable.Range(0, Seeds).Select(seed => Run((ulong)seed)).ToArray();
        Assert.InRange(runs.Count(values => values.Take(FirstSearch).Min() < Global), 0, 3);
        Assert.InRange(runs.Count(values => values.Min() < Global), 8, Seeds);
    }

    private static List<double> Run(ulong seed)
    {
        var space = new EncodedSpace(Specs.SpecText.Read(Specs.SpecText.Spiral) with { Space = [new("x", new ParameterDomain.Uniform(-4, 6), null), new("y", new ParameterDomain.Uniform(-4, 6), null)] });
        var search = new CmaSearch(space, seed);
        var values = new List<double>();
        while (values.Count < Long)
        {
            var generation = Enumerable.Range(values.Count, search.Population).Select(number => Member(number, search.Sample(new Draws(seed, number)).Units)).ToArray();
            values.AddRange(generation.Select(member => member.Value));
            search.Learn([.. generation.OrderBy(member => member.Value)]);
        }
        return values;
    }

    private static Member Member(int number, double[] units) => new(number, units, units.Sum(unit => Rastrigin(10 * unit - 4)));

    private static double Rastrigin(double x) => x * x - 10 * Math.Cos(2 * Math.PI * x) + 10;
}
