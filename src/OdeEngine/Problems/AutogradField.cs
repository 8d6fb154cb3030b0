using System.Collections.Immutable;
using Orchestrator.OdeEngine.Arithmetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Problems;

/// <summary>
/// Any function of tensors as a vector field; its products come from autograd. f gets t, a scalar (or [batch, 1] where samples step on their
/// own) of the state's dtype, and y [batch, features], and answers [batch, features].
/// </summary>
/// <remarks>
/// The parameters given move into one flat block: their values stay, their storage becomes a view of it, so optimisers and modules go on
/// working. Their <c>.grad</c> is put aside during a product and put back. A field with a hand-written product is several times faster.
/// TorchSharp 0.107 does not keep numbers that it converts itself (<c>2 * y</c>, <c>y + z</c>, whose factor is 1) alive during the native call; where other
/// threads allocate, pass scalars that you hold (<c>y.add(z, one)</c>).
/// </remarks>
public sealed class AutogradField : IVectorField, IDisposable
{
    private readonly Func<Tensor, Tensor, Tensor> _function;

    /// <param name="function">f(t, y); uses the parameters by closure.</param>
    /// <param name="features">Features of y.</param>
    /// <param name="parameters">All tensors with gradients that f uses (leaves that require grad), of one dtype and device; may be empty.</param>
    /// <param name="elementType">Dtype of y; must be that of the parameters.</param>
    /// <exception cref="ArgumentException">A parameter is no leaf that requires grad, or of another dtype or device than the first.</exception>
    public AutogradField(Func<Tensor, Tensor, Tensor> function, int features, IReadOnlyList<Tensor> parameters, ScalarType elementType)
    {
        _function = function;
        Features = features;
        foreach (var parameter in parameters)
            if (!parameter.requires_grad || !parameter.is_leaf || parameter.dtype != elementType || parameter.device_type != parameters[0].device_type)
                throw new ArgumentException(
                    $"A parameter of shape [{string.Join(", ", parameter.shape)}], {parameter.dtype} on {parameter.device}, was given; all must be leaves that require grad, {elementType}, on one device. Leave constants out.", nameof(parameters));
        Parameters = new ParameterBlock(checked((int)parameters.Sum(p => p.numel())), elementType, parameters.Count > 0 ? ComputeDevice.Of(parameters[0]) : null);
        Adopt(parameters);
    }

    public int Features { get; }
    public ParameterBlock Parameters { get; }
    public bool DependsOnTime => true;

    public void Evaluate(in SolveTime t, StateBlock y, StateBlock dydt)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        dydt.Tensor.copy_(Answer(TimeTensor(t, y), y.Tensor, y));
    }

    public IFieldTape NewTape(int batch) => new Tape();

    public void Linearize(in SolveTime t, StateBlock y, StateBlock dydt, IFieldTape tape)
    {
        var kept = (Tape)tape;
        kept.Clear();
        using var grad = enable_grad();
        using var scope = NewDisposeScope();
        var time = TimeTensor(t, y).requires_grad_(true);
        var state = y.Tensor.detach().clone().requires_grad_(true);
        var answer = Answer(time, state, y);
        kept.Keep(time, state, answer);
        using var values = answer.detach();
        dydt.Tensor.copy_(values);
    }

    public void Vjp(IFieldTape tape, StateBlock cotangent, in VjpTargets into)
    {
        var kept = (Tape)tape;
        if (kept.Answer is not { requires_grad: true } answer)
            return;       // f is constant
        ImmutableArray<Tensor> leaves = into.ParameterBar is null ? [] : Parameters.Leaves;
        using var scope = NewDisposeScope();
        var before = leaves.Select(leaf => leaf.grad).ToArray();
        try
        {
            kept.State!.grad = into.YBar.Tensor;
            var views = leaves.IsEmpty ? [] : Views(into.ParameterBar!.Tensor.view(Parameters.Count), leaves);
            for (var i = 0; i < leaves.Length; i++)
                leaves[i].grad = views[i];
            Tensor[] inputs = into.TBar.IsEmpty ? [kept.State, .. leaves] : [kept.State, kept.Time!, .. leaves];
            autograd.backward([answer], [cotangent.Tensor], retain_graph: true, create_graph: false, inputs: inputs);
            if (!into.TBar.IsEmpty)
                AddTime(kept.Time!, into.TBar);
        }
        finally
        {
            kept.State!.grad = null;
            for (var i = 0; i < leaves.Length; i++)
                leaves[i].grad = before[i];
        }
    }

    public void Dispose() => Parameters.Dispose();

    private void Adopt(IReadOnlyList<Tensor> parameters)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var views = Views(Parameters.Flat, parameters);
        for (var i = 0; i < parameters.Count; i++)
        {
            views[i].copy_(parameters[i]);
            parameters[i].set_(views[i]);
        }
        Parameters.Leaves = [.. parameters];
    }

    /// <summary>Parts of a flat tensor in the shapes of others; they belong to the current dispose scope.</summary>
    private static ImmutableArray<Tensor> Views(Tensor flat, IReadOnlyList<Tensor> like)
    {
        var views = ImmutableArray.CreateBuilder<Tensor>(like.Count);
        var offset = 0L;
        foreach (var tensor in like)
        {
            using var part = flat.narrow(0, offset, tensor.numel());
            views.Add(part.view(tensor.shape));
            offset += tensor.numel();
        }
        return views.MoveToImmutable();
    }

    private Tensor Answer(Tensor time, Tensor state, StateBlock like)
    {
        var answer = _function(time, state);
        if (answer.dim() != 2 || answer.size(0) != like.Batch || answer.size(1) != like.Features || answer.dtype != like.ElementType)
            throw new ArgumentException(
                $"The vector field answered {answer.dtype} [{string.Join(", ", answer.shape)}] for a state {like.ElementType} [{like.Batch}, {like.Features}]; it must answer the same shape and dtype.");
        return answer;
    }

    private static Tensor TimeTensor(in SolveTime t, StateBlock y)
    {
        if (!t.IsShared)
        {
            var times = torch.empty([y.Batch, 1], dtype: y.ElementType, device: y.Tensor.device);
            HostSync.Send(torch.tensor(t.PerSample.ToArray(), dtype: y.ElementType).view(y.Batch, 1), times);
            return times;
        }
        // Filled, not copied: a number from here to the device would wait for the device.
        using Scalar shared = t.Of(0);
        return torch.empty([], dtype: y.ElementType, device: y.Tensor.device).fill_(shared);
    }

    private static void AddTime(Tensor time, Span<double> into)
    {
        if (time.grad is not { } gradient)
            return;
        using var wide = gradient.to(ScalarType.Float64).cpu().view(-1);
        var values = wide.data<double>();
        for (var i = 0; i < values.Count; i++)
            into[into.Length == 1 ? 0 : i] += values[i];
        time.grad = null;
    }

    /// <summary>The graph of one evaluation.</summary>
    private sealed class Tape : IFieldTape
    {
        private Tensor? _time;
        private Tensor? _state;
        private Tensor? _answer;

        public Tensor? Time => _time;
        public Tensor? State => _state;
        public Tensor? Answer => _answer;

        /// <summary>What is known of it: input and answer. What f's own operations keep is libtorch's affair and not counted.</summary>
        public long Bytes => _state is null ? 0 : 2 * _state.numel() * _state.element_size();

        public void Keep(Tensor time, Tensor state, Tensor answer)
            => (_time, _state, _answer) = (time.DetachFromDisposeScope(), state.DetachFromDisposeScope(), answer.DetachFromDisposeScope());

        public void Clear()
        {
            _answer?.Dispose();
            _state?.Dispose();
            _time?.Dispose();
            (_time, _state, _answer) = (null, null, null);
        }

        public void Dispose() => Clear();
    }
}
