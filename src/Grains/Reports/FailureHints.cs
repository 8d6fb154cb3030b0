using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Reports;

/// <summary>What each cause of failure is called and what usually helps.</summary>
internal static class FailureHints
{
    public static FailureGroup Explained(FailureCount count) => new(count.Cause, Name(count.Cause), count.Runs, Hint(count.Cause), count.Example, count.Message);

    public static string Name(FailureCause cause) => cause switch
    {
        FailureCause.DeviceLost => "device lost",
        FailureCause.OutOfMemory => "out of memory",
        FailureCause.StepSizeUnderflow => "step size underflow",
        FailureCause.MaxSteps => "step limit reached",
        FailureCause.NonFinite => "solve not finite",
        FailureCause.NonlinearDivergence => "nonlinear solve diverged",
        FailureCause.LossNonFinite => "loss not finite",
        FailureCause.WorkloadError => "workload error",
        FailureCause.TimedOut => "time limit reached",
        _ => "internal error",
    };

    public static string Hint(FailureCause cause) => cause switch
    {
        FailureCause.DeviceLost => "The machine or process went away more often than retries allow. Check it, then retry the failed runs.",
        FailureCause.OutOfMemory => "Use the checkpointed gradient (exact) or the adjoint one, fewer steps (larger tolerance or step size) or a smaller batch.",
        FailureCause.StepSizeUnderflow => "The learned field has become stiff or the tolerance is out of reach in this precision. Loosen the tolerances, use float64 or lower the learning rate.",
        FailureCause.MaxSteps => "Raise solver.max_steps or loosen the tolerances; a field that keeps needing more steps is becoming stiff.",
        FailureCause.NonFinite => "The field blew up inside a solve. Lower the learning rate, use a smaller step size or an adaptive solver.",
        FailureCause.NonlinearDivergence => "The implicit step found no solution. Use a smaller step or looser tolerances.",
        FailureCause.LossNonFinite => "Training diverged. Lower the learning rate, or start with a shorter horizon.",
        FailureCause.WorkloadError => "The workload's own code failed; the message says where.",
        FailureCause.TimedOut => "Raise budget.per_run, or reduce iterations or accuracy.",
        _ => "This is a defect of the program, not of the experiment. Look for the run id in the log.",
    };
}
