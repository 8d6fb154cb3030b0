using Orchestrator.OdeEngine.Training;

namespace Orchestrator.OdeEngine.Workloads;

/// <summary>What a training loop needs of a workload. What an iteration sees is a function of the seed and its number only.</summary>
internal interface IWorkload : IDisposable
{
    /// <summary>State features, augmented ones included.</summary>
    int Features { get; }
    int Batch { get; }

    /// <summary>The pieces of this iteration (counted from 0); the same object every time, with other contents.</summary>
    ObservedPath Training(int iteration);

    /// <summary>Held-out values, one trajectory; null when nothing is held out.</summary>
    ObservedPath? Validation { get; }

    /// <summary>Dense problem times over everything, for the fit figure; the start is the one of <see cref="FitStart"/>.</summary>
    double[] FitTimes { get; }
    ObservedPath FitStart { get; }

    /// <param name="states">[fit times, features], row-major.</param>
    FitCurves Fit(ReadOnlySpan<double> states);

    /// <summary>The plane of the state's first two features with what was observed in it; null where the state has other than two.</summary>
    PhasePlane? Plane { get; }

    /// <summary>Identifies the data a checkpoint was made with.</summary>
    string DataFingerprint { get; }
}
