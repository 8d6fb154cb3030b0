using System.Runtime.Intrinsics;

namespace Orchestrator.OdeEngine.Training.Optimizers;

/// <summary>One optimiser's formula on vectors; a type, so that the loop over all parameters is compiled for it.</summary>
internal interface IUpdateRule<T> where T : unmanaged
{
    /// <summary>New parameters; first and second are the rule's two memories of this parameter, zero at the start.</summary>
    Vector512<T> Apply(Vector512<T> parameters, Vector512<T> gradient, ref Vector512<T> first, ref Vector512<T> second);
}
