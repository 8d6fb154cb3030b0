namespace Orchestrator.Client.Tests.Processes;

/// <summary>Tests that start the program run one after another, so that they do not slow each other down.</summary>
[CollectionDefinition(Name)]
public sealed class ProcessCollection
{
    public const string Name = "processes";
}
