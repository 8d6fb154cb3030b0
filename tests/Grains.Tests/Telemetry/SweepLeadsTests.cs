using Orchestrator.Grains.Telemetry;

namespace Orchestrator.Grains.Tests.Telemetry;

public sealed class SweepLeadsTests
{
    [Fact]
    public void A_sweep_has_a_best_value_until_it_is_over()
    {
        var leads = new SweepLeads();
        leads.Set("spiral-1", "spiral", "validation.loss", 0.5);
        leads.Set("spiral-1", "spiral", "validation.loss", 0.4);
        leads.Set("pelts-1", "pelts", "nfe.total", 100);
        Assert.Equal([("pelts", 100.0), ("spiral", 0.4)], Measured(leads));
        // Two of one name would be one series with two values.
        leads.Set("spiral-2", "spiral", "validation.loss", 0.3);
        Assert.Equal([("pelts", 100.0), ("spiral", 0.3)], Measured(leads));
        leads.Remove("spiral-2");
        leads.Remove("pelts-1");
        Assert.Equal([("spiral", 0.4)], Measured(leads));
    }

    private static IEnumerable<(string, double)> Measured(SweepLeads leads) => leads.Measure().Select(each => ((string)each.Tags[0].Value!, each.Value)).OrderBy(each => each.Item1, StringComparer.Ordinal);
}
