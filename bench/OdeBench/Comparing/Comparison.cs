namespace Orchestrator.OdeBench.Comparing;

internal static class Comparison
{
    public static int Run(BenchOptions options) => 0;
}
