using Orchestrator.OdeEngine.StepSize;

namespace Orchestrator.OdeEngine.Solvers;

/// <summary>Whether the samples of a batch share one step size, or each goes its own way.</summary>
public enum BatchStepping { Shared, Independent }

/// <summary>
/// How to integrate. Lengths of steps are in units of problem time and positive in either direction of integration.
/// </summary>
public sealed record SolveSettings
{
    /// <summary>torchdiffeq's default, which the field is used to.</summary>
    public const double DefaultRelativeTolerance = 1e-7;
    /// <summary>torchdiffeq's default, which the field is used to.</summary>
    public const double DefaultAbsoluteTolerance = 1e-9;
    /// <summary>Beyond any sound solve of this field, small enough to end a hopeless one in seconds.</summary>
    public const int DefaultMaxSteps = 100_000;

    /// <summary>torchdiffeq's Adams methods start at order 4; higher orders are less stable.</summary>
    public const int DefaultAdamsOrder = 4;
    /// <summary>The highest order that is of use in float64: from 8 on, explicit Adams needs steps so small that rounding hides its order.</summary>
    public const int MaxAdamsOrder = 7;

    /// <summary>An entry of <see cref="OdeSolvers.All"/>.</summary>
    public required OdeSolver Solver { get; init; }
    /// <summary>Adaptive solvers only. Local error is held below atol + rtol·max(|y|, |yNext|), RMS norm.</summary>
    public double RelativeTolerance { get; init; } = DefaultRelativeTolerance;
    public double AbsoluteTolerance { get; init; } = DefaultAbsoluteTolerance;
    /// <summary>Fixed-step solvers only, required there: the grid from the first time; the last step before an end is cut to hit it.</summary>
    public double? StepSize { get; init; }
    /// <summary>Adaptive solvers only; null: Hairer, Nørsett &amp; Wanner I, II.4.</summary>
    public double? FirstStep { get; init; }
    /// <summary>A step that would have to be smaller ends the solve with <see cref="SolveStatus.StepSizeUnderflow"/>; 0: only float64 resolution limits it.</summary>
    public double MinStep { get; init; }
    public double MaxStep { get; init; } = double.PositiveInfinity;
    /// <summary>Attempted steps (accepted and rejected) over the whole solve.</summary>
    public int MaxSteps { get; init; } = DefaultMaxSteps;
    public ControllerSettings Controller { get; init; } = ControllerSettings.Integral;
    /// <summary>Solvers with <see cref="OdeSolver.HasOrderOption"/> only, 1 to <see cref="MaxAdamsOrder"/>; null: <see cref="DefaultAdamsOrder"/>.</summary>
    public int? AdamsOrder { get; init; }
    public BatchStepping Batch { get; init; } = BatchStepping.Shared;
}
