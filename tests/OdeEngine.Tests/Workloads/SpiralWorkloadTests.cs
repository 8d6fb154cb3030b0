using Orchestrator.OdeEngine.Training;
using Orchestrator.OdeEngine.Workloads;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Workloads;

public sealed class SpiralWorkloadTests
{
    [Fact]
    public void The_true_curve_is_that_of_a_fine_classical_runge_kutta()
    {
        using var workload = new SpiralWorkload(new WorkloadSettings.CubicSpiral(251, 25, 20, 10), 0, 1, ScalarType.Float64);
        var (x, y) = (2.0, 0.0);
        const int PerPoint = 1000;
        const double H = 0.1 / PerPoint;
        for (var k = 1; k <= 250; k++)
        {
            for (var i = 0; i < PerPoint; i++)
                (x, y) = Step(x, y);
            Assert.Equal(x, workload.Validation!.Values[2 * k], 1e-7);
            Assert.Equal(y, workload.Validation.Values[(2 * k) + 1], 1e-7);
        }

        static (double X, double Y) Step(double x, double y)
        {
            var (a, b) = Slope(x, y);
            var (c, d) = Slope(x + (H / 2 * a), y + (H / 2 * b));
            var (e, f) = Slope(x + (H / 2 * c), y + (H / 2 * d));
            var (g, h) = Slope(x + (H * e), y + (H * f));
            return (x + (H / 6 * (a + (2 * c) + (2 * e) + g)), y + (H / 6 * (b + (2 * d) + (2 * f) + h)));
        }

        static (double X, double Y) Slope(double x, double y) => ((-0.1 * x * x * x) - (2 * y * y * y), (2 * x * x * x) - (0.1 * y * y * y));
    }

    [Fact]
    public void Pieces_are_drawn_without_repetition_and_depend_on_seed_and_iteration_only()
    {
        var settings = new WorkloadSettings.CubicSpiral(40, 5, 20, 10);
        using var one = new SpiralWorkload(settings, 1, 3, ScalarType.Float64);
        using var two = new SpiralWorkload(settings, 1, 3, ScalarType.Float64);
        using var other = new SpiralWorkload(settings, 1, 4, ScalarType.Float64);
        var first = one.Training(17).Values.ToArray();
        two.Training(3);
        Assert.Equal(first, two.Training(17).Values);
        Assert.NotEqual(first, one.Training(18).Values.ToArray());
        Assert.NotEqual(first, other.Training(17).Values.ToArray());
        var starts = Enumerable.Range(0, 20).Select(sample => first[2 * sample]).ToArray();
        Assert.Equal(20, starts.Distinct().Count());
        var path = one.Training(17);
        for (var sample = 0; sample < 20; sample++)
        {
            Assert.Equal(path.Values[2 * sample], path.Start.Doubles[3 * sample]);
            Assert.Equal(0, path.Start.Doubles[(3 * sample) + 2]);
        }
    }

    [Fact]
    public void A_batch_larger_than_the_curve_is_refused()
        => Assert.Throws<ArgumentException>(() => new SpiralWorkload(new WorkloadSettings.CubicSpiral(20, 5, 20, 10), 0, 1, ScalarType.Float32));

    [Fact]
    public void The_catalogue_names_both_workloads() => Assert.Equal(["cubic-spiral", "series"], WorkloadCatalogue.All.Select(kind => kind.Name));
}
