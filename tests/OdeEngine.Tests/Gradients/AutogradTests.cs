using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.TestKit;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Gradients;

/// <summary>A solve is one node of the user's graph: loss.backward() goes through it into y0 and into the parameters of any module.</summary>
public sealed class AutogradTests
{
    private static readonly SolveSettings Settings = new() { Solver = Solving.Named("dopri5"), RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-11 };

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
    public void Gradients_of_a_module_match_differences(string method, BatchStepping stepping)
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        using var field = net.Field();
        var settings = Settings with { Batch = stepping };
        var y0 = torch.tensor(new[] { 1.0, 0.2, -0.5, 0.7 }, [2, 2], dtype: ScalarType.Float64, requires_grad: true);
        using var solution = Ode.Solve(field, y0, [0, 0.4, 1], settings, new GradientSettings { Method = GradientMethods.Find(method)! });

        var loss = (solution.Y * solution.Y).sum();
        loss.backward();

        Assert.Equal(SolveStatus.Ok, solution.BackwardReport!.Status);
        Assert.Equal([3, 2, 2], solution.Y.shape);
        Compare(y0.grad!, (i, by) => Loss(net, field, settings, y0, y0, i, by));
        foreach (var parameter in net.Weights)
            Compare(parameter.grad!, (i, by) => Loss(net, field, settings, y0, parameter, i, by));
    }

    [Fact]
    public void Gradients_add_up_over_calls_and_the_users_own_are_left_alone()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        using var field = net.Field();
        var y0 = torch.tensor(new[] { 1.0, 0.2 }, [1, 2], dtype: ScalarType.Float64);
        var direct = new GradientSettings { Method = GradientMethods.Find("direct")! };

        Backward();
        var once = net.Weights.Select(w => w.grad!.clone()).ToArray();
        Backward();

        for (var i = 0; i < once.Length; i++)
            Assert.True(torch.allclose(2 * once[i], net.Weights[i].grad!, rtol: 1e-12));

        void Backward()
        {
            using var solution = Ode.Solve(field, y0, [0, 1], Settings, direct);
            solution.Y.sum().backward();
        }
    }

    [Fact]
    public void Without_a_gradient_nothing_of_a_graph_is_made()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        using var field = net.Field();
        var y0 = torch.zeros(1, 2, dtype: ScalarType.Float64);

        using var plain = Ode.Solve(field, y0, [0, 1], Settings);
        using (no_grad())
        {
            using var quiet = Ode.Solve(field, y0, [0, 1], Settings, new GradientSettings { Method = GradientMethods.Find("direct")! });
            Assert.False(quiet.Y.requires_grad);
        }

        Assert.False(plain.Y.requires_grad);
    }

    [Fact]
    public void An_error_in_the_backward_pass_is_kept_and_the_process_lives()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        using var field = net.Field();
        var y0 = torch.tensor(new[] { 1.0, 0.2 }, [1, 2], dtype: ScalarType.Float64, requires_grad: true);
        var solution = Ode.Solve(field, y0, [0, 1], Settings, new GradientSettings { Method = GradientMethods.Find("adjoint")! });
        solution.Dispose();

        Assert.ThrowsAny<Exception>(() => solution.Y.sum().backward());

        Assert.IsType<ObjectDisposedException>(solution.BackwardError);
    }

    [Fact]
    public void No_tensor_is_left_after_solves()
    {
        using var net = new Net();
        using var field = net.Field();
        Run();
        DisposeScopeManager.Statistics.Reset();
        for (var i = 0; i < 3; i++)
            Run();
        Assert.Equal(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Run()
        {
            foreach (var method in GradientMethods.All)
                foreach (var stepping in Enum.GetValues<BatchStepping>())
                {
                    // The scope is for what the test itself makes of Y; the engine must clean up on its own.
                    using var scope = NewDisposeScope();
                    using var y0 = torch.ones(2, 2, dtype: ScalarType.Float64);
                    using var solution = Ode.Solve(field, y0, [0, 0.3, 1], Settings with { Batch = stepping }, new GradientSettings { Method = method }, DenseOutputs.Keep);
                    solution.Y.sum().backward();
                    using var between = solution.Interpolate(0.5);
                }
        }
    }

    [Fact]
    public void A_field_that_answers_the_wrong_shape_is_told_so()
    {
        using var scope = NewDisposeScope();
        using var field = new AutogradField((_, y) => y.sum(1), 2, [], ScalarType.Float64);

        var error = Assert.Throws<ArgumentException>(() => Ode.Solve(field, torch.ones(3, 2, dtype: ScalarType.Float64), [0, 1], Settings));

        Assert.Contains("[3]", error.Message);
    }

    private static void Compare(Tensor gradient, Func<int, double, double> loss)
    {
        const double Difference = 1e-5;
        var values = gradient.contiguous().data<double>().ToArray();
        for (var i = 0; i < values.Length; i++)
            Assert.Equal((loss(i, Difference) - loss(i, -Difference)) / (2 * Difference), values[i], 1e-6);
    }

    private static double Loss(Net net, AutogradField field, SolveSettings settings, Tensor y0, Tensor changed, int index, double by)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var before = changed.clone();
        changed.view(-1)[index] += by;
        using var solution = Ode.Solve(field, y0, [0, 0.4, 1], settings);
        changed.copy_(before);
        return (solution.Y * solution.Y).sum().item<double>();
    }

    /// <summary>f(t, y) = tanh(y·A + t·b)·C: weights of different shapes, one of them used twice would be no different.</summary>
    private sealed class Net : IDisposable
    {
        private readonly Tensor _a = Wave(2, 3);
        private readonly Tensor _b = Wave(1, 3);
        private readonly Tensor _c = Wave(3, 2);

        public Tensor[] Weights => [_a, _b, _c];

        public AutogradField Field() => new((t, y) => torch.tanh(y.mm(_a) + t * _b).mm(_c), 2, Weights, ScalarType.Float64);

        public void Dispose()
        {
            foreach (var weight in Weights)
                weight.Dispose();
        }

        private static Tensor Wave(int rows, int columns)
            => torch.tensor([.. Enumerable.Range(0, rows * columns).Select(i => Math.Sin(1 + i * i + rows))], [rows, columns], dtype: ScalarType.Float64, requires_grad: true).DetachFromDisposeScope();
    }
}
