namespace Orchestrator.Client.Tests.Chaos;

/// <summary>How a sweep gets to its world.</summary>
internal enum Submission
{
    OneClient = 1,

    /// <summary>Both submit the same file at once.</summary>
    TwoClients = 2,

    /// <summary>It is killed meanwhile, and started again.</summary>
    KilledClient = 3,
}
