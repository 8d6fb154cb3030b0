namespace Orchestrator.Grains.Decisions.Search.Tpe;

/// <summary>The kernels of one key, one per trial, and one for the prior.</summary>
internal interface IKernels
{
    /// <summary>Adds every kernel's logarithm at this coordinate.</summary>
    void AddLogDensity(double unit, Span<double> into);

    /// <summary>A coordinate drawn from one kernel.</summary>
    double Sample(int kernel, double uniform);
}
