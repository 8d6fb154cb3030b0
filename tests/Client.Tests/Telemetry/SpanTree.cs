namespace Orchestrator.Client.Tests.Telemetry;

/// <summary>What the trace of a finished sweep must look like, whichever way it came.</summary>
internal static class SpanTree
{
    /// <param name="runs">Runs of the sweep, each with one attempt.</param>
    public static void Check(IReadOnlyList<ReceivedSpan> spans, int runs)
    {
        var sweep = Assert.Single(spans, span => span.Name == "sweep.run");
        Assert.Equal("completed", sweep.Attributes["orchestrator.sweep.status"]);
        var submission = Assert.Single(spans, span => span.Name == "sweep.submit" && span.TraceId == sweep.TraceId);
        Assert.Equal(("", sweep.Attributes["orchestrator.sweep.id"]), (submission.ParentId, submission.Attributes["orchestrator.sweep.id"]));
        Assert.Contains(submission.SpanId, Ancestors(spans, sweep));
        Assert.Contains(spans, span => span.Name == "sampler.suggest" && span.ParentId == sweep.SpanId);
        var attempts = Named(spans, "run.attempt", [sweep]);
        Assert.Equal(runs, attempts.Select(span => span.Attributes["orchestrator.run.id"]).Distinct().Count());
        Assert.All(attempts, span => Assert.Equal([sweep.SpanId], span.Links));
        var iterations = Named(spans, "training.iteration", attempts);
        var solves = Named(spans, "ode.solve", iterations);
        Assert.Equal(["backward", "forward"], solves.Select(span => span.Attributes["ode.pass"]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(solves.Where(span => span.Attributes["ode.pass"] == "forward"), span =>
        {
            Assert.Equal(span.Whole("ode.nfe") > 0, span.Whole("ode.steps.accepted") > 0);
            Assert.Contains(span.Attributes["ode.status"], new[] { "ok", "max_steps" });
        });
        Assert.All(attempts.Where(span => span.Attributes["orchestrator.run.status"] == "completed"), span => Assert.True(span.Whole("ode.nfe.forward") > 0 && span.Whole("orchestrator.run.peak_bytes") > 0));
    }

    /// <summary>Ids of the spans above this one that were received, calls of grains among them.</summary>
    private static IEnumerable<string> Ancestors(IReadOnlyList<ReceivedSpan> spans, ReceivedSpan span)
    {
        var byId = spans.DistinctBy(each => each.SpanId).ToDictionary(each => each.SpanId);
        for (var above = span.ParentId; byId.TryGetValue(above, out var parent); above = parent.ParentId) yield return above;
    }

    /// <summary>All spans of a name; each hangs on one of these parents, in its trace.</summary>
    private static List<ReceivedSpan> Named(IReadOnlyList<ReceivedSpan> spans, string name, IReadOnlyList<ReceivedSpan> parents)
    {
        var found = spans.Where(span => span.Name == name).ToList();
        Assert.NotEmpty(found);
        var known = parents.Select(parent => (parent.TraceId, parent.SpanId)).ToHashSet();
        Assert.All(found, span => Assert.Contains((span.TraceId, span.ParentId), known));
        return found;
    }
}
