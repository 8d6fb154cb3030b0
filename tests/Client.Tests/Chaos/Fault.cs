namespace Orchestrator.Client.Tests.Chaos;

/// <summary>Something that goes wrong, at once, and stays wrong until its world is healed.</summary>
/// <param name="AimAsync">Null: there is nothing that it could strike.</param>
internal sealed record Fault(Func<CancellationToken, Task<Strike?>> AimAsync)
{
    /// <summary>What it strikes is always there.</summary>
    public static Fault Of(string what, Func<CancellationToken, Task> goAsync) => new(_ => Task.FromResult<Strike?>(new Strike(what, goAsync)));
}

/// <param name="What">For the log: SIGKILL of silo 2.</param>
internal sealed record Strike(string What, Func<CancellationToken, Task> GoAsync);
