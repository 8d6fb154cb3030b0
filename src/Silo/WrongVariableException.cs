namespace Orchestrator.Silo;

/// <summary>An environment variable has a value that it cannot have. The message names it, its value and what it may be.</summary>
public sealed class WrongVariableException(string message) : Exception(message);
