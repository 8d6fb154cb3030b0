namespace Orchestrator.Client.Tests.Processes;

/// <summary>Tests with a bound in seconds: nothing of this assembly runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
