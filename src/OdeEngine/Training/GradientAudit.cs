using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Models;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.Workloads;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Training;

/// <summary>
/// Measures how wrong the gradient of an iteration is. The same samples are solved and differentiated again with the same parameters, in float64 at tight
/// tolerances, discretise-then-optimise. The error found so is that of solver, gradient method and precision together.
/// </summary>
/// <remarks>
/// Everything it works with is its own and on the processor: nothing of the training changes, and nothing is counted there. The reference keeps checkpoints instead of tapes; both
/// give the same gradient, and the many steps of a tight tolerance would need much memory for tapes.
/// </remarks>
internal sealed class GradientAudit : IDisposable
{
    /// <summary>
    /// Four decades above float64's resolution and four below what is usually trained at. The dense output of this method is as good as its steps, that of
    /// higher orders is not, and outputs lie inside steps.
    /// </summary>
    internal static SolveSettings Solve { get; } = new() { Solver = OdeSolvers.Find("dopri5")!, RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-13 };

    private readonly MlpField _field;
    private readonly PreparedSolve _solve;
    private readonly StateBlock _reference;

    public GradientAudit(ModelSettings model, int features, int batch)
    {
        _field = VectorFields.Create(model, features, ScalarType.Float64, null, seed: 0);
        _solve = Ode.Prepare(new CountedField(_field), batch, Solve, new GradientSettings { Method = new CheckpointedMethod() }, StateArithmetic.For);
        _reference = _field.Parameters.NewGradient();
    }

    /// <param name="path">What the iteration sees.</param>
    /// <param name="parameters">[1, count] float32 or float64, as at the iteration's solve.</param>
    /// <param name="gradient">What the training computed for them, same shape.</param>
    public GradientError Of(ObservedPath path, StateBlock parameters, StateBlock gradient)
    {
        _field.Parameters.Block.Tensor.copy_(parameters.Tensor);
        using var exact = path.InFloat64();
        var forward = _solve.Forward(exact.Start, exact.Times.AsSpan(0, exact.UsedTimes));
        if (forward.Failure is not null)
            return new GradientError(double.NaN, double.NaN, forward.Status, forward.Stats.Evaluations);
        using var outputsBar = StateBlock.Zeros(_solve.Outputs.Batch, _solve.Outputs.Features, ScalarType.Float64);
        exact.Loss(_solve.Outputs, outputsBar);
        _reference.Clear();
        var backward = _solve.Backward(outputsBar, null, _reference, []);
        var evaluations = forward.Stats.Evaluations + backward.Stats.Evaluations;
        return backward.Failure is not null
            ? new GradientError(double.NaN, double.NaN, backward.Status, evaluations)
            : GradientError.Of(gradient.ToDoubles(), _reference.Doubles, evaluations);
    }

    public void Dispose()
    {
        _solve.Dispose();
        _reference.Dispose();
        _field.Dispose();
    }
}
