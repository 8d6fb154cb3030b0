namespace Orchestrator.SearchBench.Comparing;

/// <summary>Which way a figure is better.</summary>
internal enum Better
{
    Less = 0,
    More = 1,
}
