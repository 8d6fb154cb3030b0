using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Telemetry;

namespace Orchestrator.Grains.Running.Processes;

/// <summary>Executes an attempt in a device process, which it steers from the calling thread.</summary>
internal sealed class ProcessExecutor(DeviceProcesses processes, MeasurementReplay measurements, TimeProvider time) : IRunExecutor
{
    public Outcome Execute(AttemptWork work, IAttemptFeed feed)
    {
        try
        {
            var device = processes.Take();
            var attempt = new ProcessAttempt(device, work, feed, measurements, time);
            var outcome = attempt.Run();
            // A process that ran out of memory, lost its device or met what nobody expected may not be sound any more.
            if (attempt.IsSound && outcome is not Outcome.Failed { Cause: FailureCause.Internal or FailureCause.OutOfMemory or FailureCause.DeviceLost }) processes.Return(device);
            else processes.Drop(device);
            return outcome;
        }
        catch (DeviceProcessException error)
        {
            return new Outcome.Failed(FailureCause.Internal, error.Message);
        }
    }
}
