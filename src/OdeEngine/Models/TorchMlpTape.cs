using System.Runtime.InteropServices;
using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Models;

/// <summary>Buffers of one evaluation on libtorch: the state, the input of every layer, slopes behind the activations, room for the way back.</summary>
internal sealed class TorchMlpTape : IFieldTape
{
    private readonly MlpShape _shape;
    private readonly List<Tensor> _all = [];
    private readonly Tensor _state;
    private readonly Tensor _powered;
    private readonly Tensor _poweredBar;
    private readonly Tensor? _times;
    private readonly Tensor? _timesBar;
    private readonly Tensor? _hostTimes;
    private readonly Tensor? _hostBars;
    private readonly Scalar _power;

    public TorchMlpTape(MlpShape shape, int batch, Tensor like)
    {
        _shape = shape;
        _power = ((double)shape.Power).ToScalar();
        Batch = batch;
        _state = New(like, batch, shape.Features);
        Ones = Own(torch.ones([batch], dtype: like.dtype, device: like.device));
        Inputs = [.. shape.Layers.Select(layer => New(like, batch, layer.Inputs))];
        Bars = [.. shape.Layers.Select(layer => New(like, batch, layer.Inputs)), New(like, batch, shape.Features)];
        Slopes = [.. shape.Layers.Select((layer, k) => k == 0 ? Ones : New(like, batch, layer.Inputs))];
        Bytes = _all.Sum(tensor => tensor.numel() * tensor.element_size());
        _powered = Own(Inputs[0].narrow(1, 0, shape.Features));
        TransposedBars = [.. Bars.Select(bar => Own(bar.t()))];
        _poweredBar = Own(Bars[0].narrow(1, 0, shape.Features));
        if (!shape.TimeInput)
            return;
        _times = Own(Inputs[0].narrow(1, shape.Features, 1));
        _timesBar = Own(Bars[0].narrow(1, shape.Features, 1));
        _hostTimes = Own(torch.zeros([batch, 1], dtype: like.dtype));
        _hostBars = Own(torch.zeros([batch, 1], dtype: ScalarType.Float64));
    }

    public int Batch { get; }
    public Tensor Ones { get; }
    public Tensor[] Inputs { get; }
    /// <summary>Cotangents of every layer's input, then of the answer.</summary>
    public Tensor[] Bars { get; }
    public Tensor[] TransposedBars { get; }
    public Tensor[] Slopes { get; }
    public long Bytes { get; }

    public void Read(in SolveTime t, StateBlock y)
    {
        if (y.Batch != Batch || y.Features != _shape.Features)
            throw new ArgumentException($"The state is [{y.Batch}, {y.Features}]; this tape is for [{Batch}, {_shape.Features}].");
        _state.copy_(y.Tensor);
        _powered.copy_(_state);
        for (var k = 1; k < _shape.Power; k++)
            _powered.mul_(_state);
        if (_times is null)
            return;
        if (_times.device_type != DeviceType.CPU && t.IsShared)
        {
            using Scalar shared = t.Of(0);
            _times.fill_(shared);
            return;
        }
        WriteTimes(t);
        HostSync.Send(_hostTimes!, _times);
    }

    /// <summary>The cotangent of the first layer's input, taken back through the power and the time column.</summary>
    public void AddInput(in VjpTargets into)
    {
        if (_timesBar is not null && !into.TBar.IsEmpty)
        {
            _hostBars!.copy_(_timesBar);
            var bars = MemoryMarshal.Cast<byte, double>(_hostBars.bytes);
            for (var r = 0; r < bars.Length; r++)
                into.TBar[into.TBar.Length == 1 ? 0 : r] += bars[r];
        }
        var stateBar = _shape.TimeInput ? _poweredBar : Bars[0];
        for (var k = 1; k < _shape.Power; k++)
            stateBar.mul_(_state);
        into.YBar.Tensor.add_(stateBar, _power);
    }

    public void Dispose()
    {
        foreach (var tensor in _all)
            tensor.Dispose();
        _power.Dispose();
    }

    private void WriteTimes(in SolveTime t)
    {
        var memory = _hostTimes!.bytes;
        for (var r = 0; r < Batch; r++)
            if (_hostTimes.dtype == ScalarType.Float64)
                MemoryMarshal.Cast<byte, double>(memory)[r] = t.Of(r);
            else
                MemoryMarshal.Cast<byte, float>(memory)[r] = (float)t.Of(r);
    }

    private Tensor New(Tensor like, int rows, int columns) => Own(torch.zeros([rows, columns], dtype: like.dtype, device: like.device));

    private Tensor Own(Tensor tensor)
    {
        _all.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }
}
