using System.Numerics;
using Orchestrator.OdeEngine.Models;
using Orchestrator.OdeEngine.Problems;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeBench.Problems;

/// <summary>A scalar of the outputs [times · batch, features].</summary>
internal abstract class Loss
{
    /// <summary>The loss; its gradient goes into <paramref name="bar"/>, of the same shape, which is zero wherever the loss never looks.</summary>
    public double Of(StateBlock outputs, StateBlock bar)
        => outputs.Device.OnTensors ? OnDevice(outputs, bar)
            : outputs.ElementType == ScalarType.Float32
            ? Of(BlockMemory.Of<float>(outputs), BlockMemory.Of<float>(bar))
            : Of(BlockMemory.Of<double>(outputs), BlockMemory.Of<double>(bar));

    private double OnDevice(StateBlock outputs, StateBlock bar)
    {
        using var scope = NewDisposeScope();
        return Of(outputs.Tensor, bar.Tensor).item<double>();
    }

    /// <summary>The same by tensor operations; the answer is a float64 scalar on the device.</summary>
    protected abstract Tensor Of(Tensor outputs, Tensor bar);

    protected abstract double Of<T>(ReadOnlySpan<T> outputs, Span<T> bar) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>Mean square of the last state.</summary>
internal sealed class EndSquare(int count) : Loss
{
    protected override Tensor Of(Tensor outputs, Tensor bar)
    {
        var end = outputs.view(-1).narrow(0, outputs.numel() - count, count);
        using Scalar slope = 2.0 / count;
        bar.view(-1).narrow(0, bar.numel() - count, count).copy_(end.mul(slope));
        var precise = end.to(ScalarType.Float64);
        return precise.mul(precise).mean();
    }

    protected override double Of<T>(ReadOnlySpan<T> outputs, Span<T> bar)
    {
        var end = outputs[^count..];
        var endBar = bar[^count..];
        var slope = T.CreateTruncating(2.0 / count);
        var sum = T.Zero;
        for (var i = 0; i < end.Length; i++)
        {
            sum += end[i] * end[i];
            endBar[i] = slope * end[i];
        }
        return double.CreateTruncating(sum) / count;
    }
}

/// <summary>Mean absolute difference to given values, over all times.</summary>
internal sealed class MeanAbsolute(double[] targets) : Loss
{
    public double[] Targets { get; set; } = targets;

    protected override Tensor Of(Tensor outputs, Tensor bar)
    {
        var wanted = tensor(Targets, dtype: outputs.dtype, device: outputs.device).view(outputs.shape);
        var error = outputs - wanted;
        using Scalar slope = 1.0 / Targets.Length;
        bar.copy_(error.sign().mul(slope));
        return error.abs().to(ScalarType.Float64).mean();
    }

    protected override double Of<T>(ReadOnlySpan<T> outputs, Span<T> bar)
    {
        var slope = T.CreateTruncating(1.0 / outputs.Length);
        var sum = 0.0;
        for (var i = 0; i < outputs.Length; i++)
        {
            var error = outputs[i] - T.CreateTruncating(Targets[i]);
            sum += double.CreateTruncating(T.Abs(error));
            bar[i] = error == T.Zero ? T.Zero : T.CopySign(slope, error);
        }
        return sum / outputs.Length;
    }
}

/// <summary>−mean(log N(z; 0, I) − l) of the last state [batch, z | l].</summary>
internal sealed class FlowLikelihood(int batch, int features) : Loss
{
    protected override Tensor Of(Tensor outputs, Tensor bar)
        => throw new NotSupportedException("The flow's right-hand side works on the processor's memory only.");

    protected override double Of<T>(ReadOnlySpan<T> outputs, Span<T> bar)
    {
        var end = outputs[^(batch * (features + 1))..];
        var endBar = bar[^(batch * (features + 1))..];
        var share = T.CreateTruncating(1.0 / batch);
        var half = T.CreateTruncating(0.5);
        var sum = T.Zero;
        for (var at = 0; at < end.Length; at += features + 1)
        {
            for (var i = 0; i < features; i++)
            {
                sum += half * end[at + i] * end[at + i];
                endBar[at + i] = share * end[at + i];
            }
            sum += end[at + features];
            endBar[at + features] = share;
        }
        return (double.CreateTruncating(sum) / batch) + (features * 0.5 * Math.Log(2 * Math.PI));
    }
}
