namespace Orchestrator.Silo.Hosting;

/// <summary>Leaves Ctrl+C and termination signals to the program around the silo, which decides when to stop it.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
