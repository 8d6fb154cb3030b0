using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Orchestrator.OdeEngine.Models;
using Orchestrator.OdeEngine.Problems;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Training.Optimizers;

/// <summary>An optimiser as one pass over the flat parameters; its whole memory is two numbers per parameter and the step count.</summary>
internal abstract class FlatOptimizer : IDisposable
{
    /// <summary>Steps taken since the start of training.</summary>
    public long Steps { get; set; }
    /// <summary>All that it holds.</summary>
    public abstract long Bytes { get; }

    /// <summary>Length of what <see cref="Save"/> gives.</summary>
    public abstract long SavedBytes { get; }

    /// <summary>Both memories, for checkpoints: the same bytes of the same numbers on every device.</summary>
    public abstract byte[] Save();

    /// <summary>Takes what <see cref="Save"/> gave.</summary>
    public abstract void Load(ReadOnlySpan<byte> memory);

    public void Step(StateBlock parameters, StateBlock gradient)
    {
        Steps++;
        Update(parameters, gradient);
    }

    public abstract void Dispose();

    public static FlatOptimizer Create(OptimizerSettings settings, int count, ScalarType elementType, ComputeDevice device)
    {
        var padded = elementType == ScalarType.Float32 ? DenseKernels.Padded<float>(count) : DenseKernels.Padded<double>(count);
        return device.OnTensors ? new TensorOptimizer(settings, count, padded, elementType, device)
            : elementType == ScalarType.Float32 ? new Flat<float>(settings, count, padded)
            : new Flat<double>(settings, count, padded);
    }

    protected abstract void Update(StateBlock parameters, StateBlock gradient);

    private sealed unsafe class Flat<T>(OptimizerSettings settings, int count, int padded) : FlatOptimizer where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly NativeBuffer<T> _memory = new(2 * padded);

        public override long Bytes => _memory.Bytes;

        public override long SavedBytes => _memory.Bytes;

        public override byte[] Save() => MemoryMarshal.AsBytes(_memory.Span).ToArray();

        public override void Load(ReadOnlySpan<byte> memory) => memory.CopyTo(MemoryMarshal.AsBytes(_memory.Span));

        public override void Dispose() => _memory.Dispose();

        protected override void Update(StateBlock parameters, StateBlock gradient)
        {
            switch (settings)
            {
                case OptimizerSettings.Sgd sgd: Apply(new SgdRule<T>(sgd), parameters, gradient); break;
                case OptimizerSettings.RmsProp rms: Apply(new RmsPropRule<T>(rms), parameters, gradient); break;
                case OptimizerSettings.Adam adam: Apply(new AdamRule<T>(adam, 0, Steps), parameters, gradient); break;
                case OptimizerSettings.AdamW w: Apply(new AdamRule<T>(new(w.LearningRate, w.Beta1, w.Beta2, w.Epsilon), w.WeightDecay, Steps), parameters, gradient); break;
                default: throw new InvalidOperationException($"Unknown optimiser {settings}.");
            }
        }

        private void Apply<TRule>(TRule rule, StateBlock parameters, StateBlock gradient) where TRule : struct, IUpdateRule<T>
        {
            var lanes = Vector512<T>.Count;
            var second = _memory.Start + padded;
            fixed (T* p = BlockMemory.Of<T>(parameters), g = BlockMemory.Of<T>(gradient))
            {
                var i = 0;
                for (; i + lanes <= count; i += lanes)
                    ApplyTo(rule, p + i, g + i, _memory.Start + i, second + i);
                if (i == count)
                    return;
                // The last few: the same arithmetic on a copy, so that a parameter's place in the vector changes nothing.
                var tail = stackalloc T[2 * lanes];
                new Span<T>(p + i, count - i).CopyTo(new Span<T>(tail, lanes));
                new Span<T>(g + i, count - i).CopyTo(new Span<T>(tail + lanes, lanes));
                ApplyTo(rule, tail, tail + lanes, _memory.Start + i, second + i);
                new Span<T>(tail, count - i).CopyTo(new Span<T>(p + i, count - i));
            }
        }

        private static void ApplyTo<TRule>(TRule rule, T* parameters, T* gradient, T* first, T* second) where TRule : struct, IUpdateRule<T>
        {
            var (m, v) = (Vector512.Load(first), Vector512.Load(second));
            rule.Apply(Vector512.Load(parameters), Vector512.Load(gradient), ref m, ref v).Store(parameters);
            m.Store(first);
            v.Store(second);
        }
    }
}
