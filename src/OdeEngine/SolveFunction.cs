using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine;

/// <summary>The one custom function of the engine: its forward hands over a finished trajectory, its backward runs the chosen gradient.</summary>
internal sealed class SolveFunction : autograd.SingleTensorFunction<SolveFunction>
{
    private const string Key = "gradient";

    public override string Name => nameof(SolveFunction);

    /// <param name="ctx">Keeps the gradient.</param>
    /// <param name="vars">The gradient, the outputs (no input of the graph), y0, then the leaves.</param>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.set_materialize_grads(false);
        ctx.save_data(Key, vars[0]);
        return ((Trajectory)vars[1]).Y;
    }

    /// <summary>Never throws: an exception that leaves here would end the process.</summary>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var gradient = (SolveGradient)ctx.get_data(Key);
        try
        {
            if (grad_output.IsInvalid)
                return [null!, null!, .. gradient.Nothing];
            return [null!, null!, .. gradient.Run(grad_output)];
        }
        catch (Exception error)
        {
            gradient.Failed(error);
            // A gradient of impossible shape makes libtorch refuse in a way that can be caught.
            return [null!, null!, torch.empty(0), .. gradient.Nothing.Skip(1)];
        }
    }

    /// <summary>Keeps the finished trajectory from being taken for an input of the graph.</summary>
    public sealed record Trajectory(Tensor Y);
}
