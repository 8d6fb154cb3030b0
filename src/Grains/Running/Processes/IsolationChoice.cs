using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Running.Processes;

/// <summary>Executes each attempt where its run wants to be.</summary>
internal sealed class IsolationChoice(RunExecutor thread, ProcessExecutor process) : IRunExecutor
{
    public Outcome Execute(AttemptWork work, IAttemptFeed feed)
        => work.Plan.Resources.Isolation is Isolation.Process ? process.Execute(work, feed) : thread.Execute(work, feed);
}
