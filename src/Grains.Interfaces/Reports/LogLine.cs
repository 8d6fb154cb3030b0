namespace Orchestrator.Grains.Interfaces.Reports;

/// <summary>One entry of a run's log, for people.</summary>
[GenerateSerializer, Immutable, Alias("log-line")]
public sealed record LogLine(DateTimeOffset At, string Text);
