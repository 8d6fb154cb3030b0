using TorchSharp;

namespace Orchestrator.OdeEngine.Arithmetic;

/// <summary>
/// Numbers for calls into libtorch that live as long as the process. The overloads of TorchSharp 0.107 that add or subtract without a factor, and
/// <c>elu</c> and <c>square</c>, make a scalar of their own and let a collection on another thread free it during the call: the engine passes these.
/// </summary>
internal static class Scalars
{
    public static Scalar Zero { get; } = 0.ToScalar();
    public static Scalar One { get; } = 1.ToScalar();
    public static Scalar MinusOne { get; } = (-1).ToScalar();
}
