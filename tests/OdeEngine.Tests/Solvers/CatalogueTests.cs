using System.Reflection;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.Solvers.Tableaus;

namespace Orchestrator.OdeEngine.Tests.Solvers;

/// <summary>Whatever is written is also listed, and what is listed is sound.</summary>
public sealed class CatalogueTests
{
    private static readonly Assembly Engine = typeof(OdeSolver).Assembly;

    [Fact]
    public void Every_tableau_is_a_solver_of_the_catalogue()
    {
        var written = Engine.GetTypes()
            .Where(type => type.Namespace == typeof(LowOrder).Namespace)
            .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public))
            .Where(property => property.PropertyType == typeof(ButcherTableau))
            .Select(property => (ButcherTableau)property.GetValue(null)!);

        var listed = OdeSolvers.All.OfType<RungeKuttaSolver>().Select(solver => solver.Tableau);

        Assert.Equal(written.Select(t => t.Name).Order(), listed.Select(t => t.Name).Order());
    }

    [Fact]
    public void Every_kind_of_solver_and_gradient_is_in_its_catalogue()
    {
        Assert.Equal(Kinds<OdeSolver>(), [.. OdeSolvers.All.Select(solver => solver.GetType()).Distinct().OrderBy(type => type.Name)]);
        Assert.Equal(Kinds<GradientMethod>(), [.. GradientMethods.All.Select(method => method.GetType()).OrderBy(type => type.Name)]);
    }

    [Fact]
    public void Names_are_unique_found_again_and_described_in_one_line()
    {
        Assert.Equal(10, OdeSolvers.All.Select(solver => solver.Name).Distinct().Count());
        foreach (var solver in OdeSolvers.All)
        {
            Assert.Same(solver, OdeSolvers.Find(solver.Name));
            Assert.Matches(@"^[A-Z].{10,140}\.$", solver.Description);
            Assert.InRange(solver.InterpolantOrder, 3, 5);
        }
        foreach (var method in GradientMethods.All)
        {
            Assert.Same(method, GradientMethods.Find(method.Name));
            Assert.Matches(@"^[A-Z].{10,140}\.$", method.Description);
        }
        Assert.Null(OdeSolvers.Find("dopri6"));
    }

    [Theory]
    [InlineData(4, "adaptive names", "bosh3 dopri5 tsit5 dopri8")]
    [InlineData(6, "fixed names", "euler midpoint heun2 rk4 adams-bashforth adams-moulton")]
    public void Adaptivity_follows_from_the_error_weights(int count, string kind, string names)
    {
        var found = OdeSolvers.All.Where(solver => solver.IsAdaptive == kind.StartsWith("adaptive", StringComparison.Ordinal)).ToArray();

        Assert.Equal(count, found.Length);
        Assert.Equal(names, string.Join(' ', found.Select(solver => solver.Name)));
    }

    [Fact]
    public void A_wrong_digit_in_a_tableau_is_refused()
    {
        var rk4 = LowOrder.Rk4;
        Assert.Throws<ArgumentException>(() => (rk4 with { B = [0.125, 0.375, 0.375, 0.126] }).Checked());
        Assert.Throws<ArgumentException>(() => (rk4 with { C = [0, 1.0 / 3, 0.66, 1] }).Checked());
        Assert.Throws<ArgumentException>(() => (rk4 with { BError = [1, 0, 0, 0], ErrorOrder = 3 }).Checked());
        Assert.Throws<ArgumentException>(() => (rk4 with { ErrorOrder = 3 }).Checked());
    }

    [Theory]
    [InlineData(4, new[] { 55.0 / 24, -59.0 / 24, 37.0 / 24, -9.0 / 24 })]
    [InlineData(2, new[] { 3.0 / 2, -1.0 / 2 })]
    public void Adams_weights_on_an_even_grid_are_the_classical_ones(int order, double[] expected)
    {
        var weights = AdamsWeights.On([.. Enumerable.Range(0, order).Select(j => -(double)j)]);

        for (var j = 0; j < order; j++)
            Assert.Equal(expected[j], weights[j], 1e-14);
    }

    private static Type[] Kinds<T>() => [.. Engine.GetTypes().Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract).OrderBy(type => type.Name)];
}
