using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.OdeEngine.Tests.Guards;

/// <summary>Speed without a clock: what a step costs in evaluations and in operations over the state. A changed number is a finding.</summary>
public sealed class WorkPerStepTests
{
    private const double Short = 0.5;
    private const double Long = 4;

    /// <summary>Accepted and rejected steps and evaluations of one solve; evaluations of one more accepted and one more rejected step.</summary>
    private sealed record Counted(string Solver, long Accepted, long Rejected, long Evaluations, int PerAccepted, int PerRejected);

    private static readonly Counted[] Counts =
    [
        new("euler", 200, 0, 200, 1, 0),
        new("midpoint", 200, 0, 400, 2, 0),
        new("heun2", 200, 0, 400, 2, 0),
        new("rk4", 200, 0, 800, 4, 0),
        new("bosh3", 282, 8, 872, 3, 3),
        new("dopri5", 33, 6, 236, 6, 6),
        new("tsit5", 36, 6, 254, 6, 6),
        new("dopri8", 16, 5, 269, 13, 12),
        new("adams-bashforth", 200, 0, 209, 1, 0),
        new("adams-moulton", 200, 0, 404, 2, 0),
    ];

    [Fact]
    public void Every_solver_is_counted() => Assert.Equal(OdeSolvers.All.Select(solver => solver.Name), Counts.Select(counted => counted.Solver));

    [Theory, MemberData(nameof(Solvers))]
    public void Steps_and_evaluations_are_these(string solver)
    {
        var expected = Of(solver);
        var (work, less) = (StepWork.Of(solver, null, [0, Long]), StepWork.Of(solver, null, [0, Short]));
        var (accepted, rejected) = (work.Forward.AcceptedSteps - less.Forward.AcceptedSteps, work.Forward.RejectedSteps - less.Forward.RejectedSteps);

        Assert.Equal((expected.Accepted, expected.Rejected, expected.Evaluations), (work.Forward.AcceptedSteps, work.Forward.RejectedSteps, work.Forward.Evaluations.Forward));
        Assert.Equal(accepted * expected.PerAccepted + rejected * expected.PerRejected, work.Forward.Evaluations.Forward - less.Forward.Evaluations.Forward);
    }

    public static TheoryData<string> Solvers => [.. OdeSolvers.All.Select(solver => solver.Name)];

    [Theory, MemberData(nameof(Solvers))]
    public void A_step_is_one_combination_per_slope_and_one_norm(string solver)
    {
        var (work, less) = (StepWork.Of(solver, null, [0, Long]), StepWork.Of(solver, null, [0, Short]));
        var attempts = work.Forward.AttemptedSteps - less.Forward.AttemptedSteps;
        var slopes = Of(solver).PerAccepted;

        Assert.Equal(attempts, work.Norms - less.Norms);
        Assert.Equal(attempts * slopes, work.Combinations - less.Combinations);
        Assert.Equal(0, work.Others - less.Others);
    }

    [Theory, MemberData(nameof(Solvers))]
    public void An_output_is_one_operation_and_no_step(string solver)
    {
        double[] many = [.. Enumerable.Range(0, 101).Select(i => Long * i / 100)];
        var (work, plain) = (StepWork.Of(solver, null, many), StepWork.Of(solver, null, [0, Long]));

        Assert.Equal(plain.Forward.AttemptedSteps, work.Forward.AttemptedSteps);
        Assert.InRange(work.Forward.Evaluations.Total - plain.Forward.Evaluations.Total, 0, 1);
        Assert.Equal(many.Length - 2, work.Others - plain.Others);
        Assert.Equal(plain.Combinations, work.Combinations);
    }

    [Theory, MemberData(nameof(Solvers))]
    public void The_direct_gradient_evaluates_nothing_again_and_takes_one_product_per_slope(string solver)
    {
        var (work, less) = (StepWork.Of(solver, "direct", [0, Long]), StepWork.Of(solver, "direct", [0, Short]));
        var slopes = Of(solver).PerAccepted;

        Assert.Equal(0, work.Backward!.Evaluations.Total);
        Assert.Equal((work.Forward.AcceptedSteps - less.Forward.AcceptedSteps) * slopes,
            work.Backward.Evaluations.VectorJacobianProducts - less.Backward!.Evaluations.VectorJacobianProducts);
    }

    public static TheoryData<string, string> SolversAndGradients
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var solver in OdeSolvers.All)
                foreach (var method in GradientMethods.All)
                    all.Add(solver.Name, method.Name);
            return all;
        }
    }

    [Theory, MemberData(nameof(SolversAndGradients))]
    public void On_a_device_a_step_waits_once(string solver, string method)
    {
        var (reads, attempts) = Waits(Long);
        var (fewer, less) = Waits(Short);

        Assert.True(attempts > less + 10);
        // A gradient that makes steps again compares the ends of its segments with what it kept, and there are about √steps of those.
        var comparisons = method == "checkpointed" ? 2 * (long)Math.Sqrt(attempts) : 0;
        Assert.InRange(reads - fewer, attempts - less, attempts - less + comparisons);

        (long Reads, long Attempts) Waits(double end)
        {
            List<TorchArithmetic> made = [];
            var work = StepWork.Of(solver, method, [0, end], (layout, type, device) =>
            {
                made.Add(new TorchArithmetic(layout, type, device));
                return made[^1];
            });
            return (made.Sum(arithmetic => arithmetic.HostReads), work.Forward.AttemptedSteps + work.Backward!.AttemptedSteps);
        }
    }

    private static Counted Of(string solver) => Counts.Single(counted => counted.Solver == solver);
}
