namespace Orchestrator.Client.Live;

/// <summary>The silo stopped answering while a sweep was followed. Exit code 3; what is durable is kept.</summary>
internal sealed class SiloLostException(string sweepId, Exception cause)
    : Exception($"the silo does not answer any more ({cause.GetType().Name}: {cause.Message}); finished runs are kept. Start it again ('orchestrator up') or go on here with 'orchestrator resume {sweepId}'.", cause);
