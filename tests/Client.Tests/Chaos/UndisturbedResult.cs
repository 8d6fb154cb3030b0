namespace Orchestrator.Client.Tests.Chaos;

/// <summary>What the sweep of all scenarios computes where nothing goes wrong.</summary>
internal sealed record UndisturbedResult(string[] Runs, string[] Observations);
