using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.TestKit;

namespace Orchestrator.OdeEngine.Tests.Gradients;

/// <summary>A prepared solve is used many times; nothing of one pass shows in the next.</summary>
public sealed class RepeatedPassTests
{
    private static readonly double[] Long = [0, 0.35, 1.02, 2.9];
    private static readonly double[] Short = [0, 0.1, 0.2];

    public static TheoryData<string, BatchStepping> Cases
    {
        get
        {
            var cases = new TheoryData<string, BatchStepping>();
            foreach (var method in GradientMethods.All)
                foreach (var stepping in Enum.GetValues<BatchStepping>())
                    cases.Add(method.Name, stepping);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_solve_after_others_is_as_the_first(string method, BatchStepping stepping)
    {
        var problem = GradientCase.Of(new LotkaVolterra(), GradientCase.Usual("dopri5", stepping), Long, LotkaVolterra.UsualRates);
        using var used = problem.Prepare(method);
        used.Run();
        var peak = used.PeakBytes;

        used.Run(Short).AssertSameBits((problem with { Times = Short }).Differentiate(method));
        used.Run().AssertSameBits(problem.Differentiate(method));

        Assert.Equal(peak, used.PeakBytes);
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_second_backward_pass_answers_the_same(string method, BatchStepping stepping)
    {
        var problem = GradientCase.Of(new LotkaVolterra(), GradientCase.Usual("dopri5", stepping), Long, LotkaVolterra.UsualRates);
        using var prepared = problem.Prepare(method);
        var forward = prepared.Forward();

        var first = prepared.Backward(forward);

        prepared.Backward(forward).AssertSameBits(first);
    }
}
