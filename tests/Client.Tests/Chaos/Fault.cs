namespace Orchestrator.Client.Tests.Chaos;

/// <summary>Something that goes wrong, at once, and stays wrong until its world is healed.</summary>
/// <param name="What">For the log: SIGKILL of silo 2.</param>
internal sealed record Fault(string What, Func<CancellationToken, Task> StrikeAsync);
