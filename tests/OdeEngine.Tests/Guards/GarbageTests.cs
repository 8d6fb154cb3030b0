using System.Collections.Immutable;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Models;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Guards;

/// <summary>
/// Networks in steady state, managed and on libtorch, under every gradient method: a step costs no managed byte and makes no tensor, and a call
/// leaves nothing to the finaliser.
/// </summary>
public sealed class GarbageTests
{
    private const int Batch = 4;
    private static readonly double[] Long = [0, 1.7, 4];
    private static readonly double[] Brief = [0, 0.1, 0.2];

    public static TheoryData<string, string, BatchStepping> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, BatchStepping>();
            foreach (var name in Fields.Keys)
                foreach (var method in GradientMethods.All)
                    foreach (var stepping in new[] { BatchStepping.Shared, BatchStepping.Independent })
                        cases.Add(name, method.Name, stepping);
            return cases;
        }
    }

    private static readonly ImmutableDictionary<string, Func<IVectorField>> Fields = ImmutableDictionary<string, Func<IVectorField>>.Empty
        .Add("managed", () => Network(ScalarType.Float32, true))
        .Add("managed float64", () => Network(ScalarType.Float64, true))
        .Add("libtorch", () => Network(ScalarType.Float32, false))
        .Add("flow", Flow);

    [Theory, MemberData(nameof(Cases))]
    public void A_step_costs_no_managed_byte_and_no_tensor(string field, string method, BatchStepping stepping)
    {
        using var work = new Work(Fields[field](), method, stepping);
        using var noGrad = no_grad();      // as in a training
        work.Run(Long);
        work.Run(Brief);

        var (many, few) = (Measure(Long), Measure(Brief));

        Assert.True(many.Steps > few.Steps + 10, $"{many.Steps} steps against {few.Steps} show no difference.");
        Assert.Equal(few.Bytes, many.Bytes);
        Assert.Equal(0, many.Tensors);

        (long Bytes, long Steps, long Tensors) Measure(double[] times)
        {
            DisposeScopeManager.Statistics.Reset();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var steps = work.Run(times);
            return (GC.GetAllocatedBytesForCurrentThread() - before, steps, DisposeScopeManager.Statistics.CreatedOutsideScopeCount + DisposeScopeManager.Statistics.CreatedInScopeCount);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_call_leaves_nothing_to_the_finaliser(string field, string method, BatchStepping stepping)
    {
        const int calls = 200;
        using var work = new Work(Fields[field](), method, stepping);
        using var noGrad = no_grad();
        work.Run(Brief);
        Pending();

        for (var i = 0; i < calls; i++)
            work.Run(Brief);

        Assert.InRange(Pending(), 0, calls / 4);

        // What became garbage since the last collection and has a finaliser still to run: other parts of the process leave a few.
        static long Pending()
        {
            GC.Collect();
            var pending = GC.GetGCMemoryInfo(GCKind.Any).FinalizationPendingCount;
            GC.WaitForPendingFinalizers();
            return pending;
        }
    }

    private static MlpField Network(ScalarType elementType, bool managed)
    {
        var settings = new ModelSettings.Mlp([8], ActivationKind.Tanh, 1, true);
        var shape = MlpShape.Of(settings, 2);
        var field = VectorFields.Create(settings, shape, elementType, null, managed);
        MlpInitialisation.Fill(field.Parameters, shape, settings.Activation, 1);
        return field;
    }

    private static CnfField<float> Flow()
    {
        var settings = new ModelSettings.Mlp([8], ActivationKind.Tanh, 1, true);
        var shape = MlpShape.Of(settings, 2);
        var parameters = new ParameterBlock(shape.ParameterCount, ScalarType.Float32);
        MlpInitialisation.Fill(parameters, shape, settings.Activation, 1);
        return new CnfField<float>(shape, parameters);
    }

    /// <summary>One prepared forward and backward.</summary>
    private sealed class Work : IDisposable
    {
        private readonly IVectorField _field;
        private readonly IPreparedSolve _solve;
        private readonly StateBlock _y0;
        private readonly StateBlock _bar;
        private readonly StateBlock _parameterBar;

        public Work(IVectorField field, string method, BatchStepping stepping)
        {
            _field = field;
            var type = field.Parameters.ElementType;
            var settings = new SolveSettings { Solver = OdeSolvers.Find("bosh3")!, RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-6, Batch = stepping, MaxStep = 0.1 };
            _solve = Ode.Prepare(new CountedField(field), Batch, settings, new GradientSettings { Method = GradientMethods.Find(method)! });
            _y0 = StateBlock.Zeros(Batch, field.Features, type);
            _y0.Tensor.fill_(1);
            _bar = StateBlock.Zeros(Long.Length * Batch, field.Features, type);
            _bar.Tensor.fill_(1);
            _parameterBar = field.Parameters.NewGradient();
        }

        /// <summary>Accepted steps.</summary>
        public long Run(double[] times)
        {
            var forward = _solve.Forward(_y0, times);
            Assert.Equal(SolveStatus.Ok, forward.Status);
            Assert.Equal(SolveStatus.Ok, _solve.Backward(_bar, null, _parameterBar, []).Status);
            return forward.Stats.AcceptedSteps;
        }

        public void Dispose()
        {
            _solve.Dispose();
            (_field as IDisposable)!.Dispose();
            _y0.Dispose();
            _bar.Dispose();
            _parameterBar.Dispose();
        }
    }
}
