using Orchestrator.Grains.Telemetry;
using Orchestrator.OdeEngine.Training;
using Orchestrator.Silo;
using Orchestrator.Silo.Telemetry;

namespace Orchestrator.Cluster.Tests.Hosting;

public sealed class TraceVariablesTests
{
    [Theory]
    [InlineData(null, null, "3:None 4:Solves 6:None 8:Solves")]
    [InlineData("reports", "none", "3:None 4:Iteration 6:None 8:Iteration")]
    [InlineData("none", null, "3:None 4:None 6:None 8:None")]
    [InlineData("3", null, "3:Solves 4:None 6:Solves 8:None")]
    [InlineData("1", "6", "3:Iteration 4:Iteration 6:Solves 8:Iteration")]
    public void They_pick_iterations_and_among_those_solves(string? iterations, string? solves, string expected)
    {
        var sampling = Read(iterations, solves);
        var shown = new[] { 3, 4, 6, 8 }.Select(k => $"{k}:{sampling.Of(k, k % 4 == 0 ? TraceDepth.Solves : TraceDepth.None)}");
        Assert.Equal(expected, string.Join(' ', shown));
    }

    [Theory]
    [InlineData("0", null, "ORCHESTRATOR_TRACE_ITERATIONS = '0'")]
    [InlineData("often", null, "'reports' (the iterations that the sweep file reports), 'none', or a whole number")]
    [InlineData(null, "-1", "ORCHESTRATOR_TRACE_SOLVES = '-1'")]
    public void Anything_else_is_an_error_that_says_what_may_stand_there(string? iterations, string? solves, string message)
        => Assert.Contains(message, Assert.Throws<WrongVariableException>(() => Read(iterations, solves)).Message, StringComparison.Ordinal);

    private static TraceSampling Read(string? iterations, string? solves)
        => TraceVariables.From(name => name == TraceVariables.Iterations ? iterations : name == TraceVariables.Solves ? solves : null);
}
