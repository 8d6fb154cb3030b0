using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Models;

/// <summary>
/// MLP on libtorch, any device: matrix products into buffers, activations in place, hand-written vector–Jacobian product. No autograd, no
/// temporaries (softplus and silu excepted).
/// </summary>
internal sealed class TorchMlpField : IOwnedField
{
    /// <summary>More than the stages of any method here; solves that are over leave theirs behind.</summary>
    private const int MostGradients = 64;

    private readonly MlpShape _shape;
    private readonly TorchActivation _activation;
    private readonly LayerViews[] _layers;
    private readonly Dictionary<int, TorchMlpTape> _scratch = [];
    private readonly Dictionary<StateBlock, LayerViews[]> _gradients = [];

    public TorchMlpField(MlpShape shape, ActivationKind activation, ParameterBlock parameters)
    {
        _shape = shape;
        _activation = TorchActivation.Of(activation);
        Parameters = parameters;
        _layers = LayerViews.Of(shape, parameters.Flat);
    }

    public int Features => _shape.Features;
    public ParameterBlock Parameters { get; }
    public bool DependsOnTime => _shape.TimeInput;
    public IFieldTape NewTape(int batch) => new TorchMlpTape(_shape, batch, Parameters.Flat);

    public void Evaluate(in SolveTime t, StateBlock y, StateBlock dydt)
    {
        if (!_scratch.TryGetValue(y.Batch, out var tape))
            _scratch.Add(y.Batch, tape = new TorchMlpTape(_shape, y.Batch, Parameters.Flat));
        Linearize(t, y, dydt, tape);
    }

    public void Linearize(in SolveTime t, StateBlock y, StateBlock dydt, IFieldTape tape)
    {
        using var noGrad = NoGrad();
        var own = (TorchMlpTape)tape;
        own.Read(t, y);
        for (var k = 0; k < _layers.Length; k++)
        {
            var last = k == _layers.Length - 1;
            var output = last ? dydt.Tensor : own.Inputs[k + 1];
            output.copy_(_layers[k].Bias);
            output.addmm_(own.Inputs[k], _layers[k].Transposed, 1f, 1f);
            if (!last)
                _activation.Apply(output, own.Slopes[k + 1]);
        }
    }

    public void Vjp(IFieldTape tape, StateBlock cotangent, in VjpTargets into)
    {
        using var noGrad = NoGrad();
        var own = (TorchMlpTape)tape;
        own.Bars[^1].copy_(cotangent.Tensor);
        for (var k = _layers.Length - 1; k >= 0; k--)
        {
            if (into.ParameterBar is { } parameterBar)
                AddParameters(ViewsOf(parameterBar)[k], own, k);
            own.Bars[k].addmm_(own.Bars[k + 1], _layers[k].Weight, 0f, 1f);
            if (k > 0)
                own.Bars[k].mul_(own.Slopes[k]);
        }
        own.AddInput(into);
    }

    public void Dispose()
    {
        foreach (var layer in _layers)
            layer.Dispose();
        ForgetGradients();
        foreach (var tape in _scratch.Values)
            tape.Dispose();
        Parameters.Dispose();
    }

    private static void AddParameters(LayerViews gradient, TorchMlpTape tape, int layer)
    {
        var bar = tape.TransposedBars[layer + 1];
        gradient.Weight.addmm_(bar, tape.Inputs[layer], 1f, 1f);
        gradient.Bias.addmv_(bar, tape.Ones, 1f, 1f);
    }

    /// <summary>Nothing where gradients are off already, as in a training: the switch is an object each time.</summary>
    private static IDisposable? NoGrad() => torch.is_grad_enabled() ? torch.no_grad() : null;

    /// <summary>Views of a gradient block. Kept: a solve of the adjoint equation comes with as many blocks as its method has stages, again and again.</summary>
    private LayerViews[] ViewsOf(StateBlock parameterBar)
    {
        if (_gradients.TryGetValue(parameterBar, out var views))
            return views;
        if (_gradients.Count == MostGradients)
            ForgetGradients();
        using var flat = parameterBar.Tensor.view(parameterBar.Count).DetachFromDisposeScope();
        _gradients.Add(parameterBar, views = LayerViews.Of(_shape, flat));
        return views;
    }

    private void ForgetGradients()
    {
        foreach (var layer in _gradients.Values.SelectMany(views => views))
            layer.Dispose();
        _gradients.Clear();
    }
}

/// <summary>W [outputs, inputs], its transpose and b [outputs] of one layer as views of a flat vector.</summary>
internal sealed record LayerViews(Tensor Weight, Tensor Transposed, Tensor Bias) : IDisposable
{
    public static LayerViews[] Of(MlpShape shape, Tensor flat) => [.. shape.Layers.Select(layer => Of(layer, flat))];

    public void Dispose()
    {
        Weight.Dispose();
        Transposed.Dispose();
        Bias.Dispose();
    }

    private static LayerViews Of(DenseLayer layer, Tensor flat)
    {
        using var run = flat.narrow(0, layer.WeightOffset, layer.WeightCount).DetachFromDisposeScope();
        var weight = run.view(layer.Outputs, layer.Inputs).DetachFromDisposeScope();
        return new LayerViews(weight, weight.t().DetachFromDisposeScope(), flat.narrow(0, layer.BiasOffset, layer.Outputs).DetachFromDisposeScope());
    }
}
