using System.Text.Json;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Telemetry;

/// <summary>A query of a panel with its variables filled in.</summary>
internal sealed record PanelQuery(string Panel, string Expression);

/// <summary>A Grafana dashboard of deploy/grafana.</summary>
internal sealed record Dashboard(IReadOnlyList<PanelQuery> Queries)
{
    /// <exception cref="InvalidDataException">A query uses a variable that the dashboard does not define.</exception>
    public static Dashboard Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy", "grafana", file)));
        var variables = json.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray().ToDictionary(v => v.GetProperty("name").GetString()!, v => v.GetProperty("type").GetString());
        Assert.Equal("datasource", variables["datasource"]);
        Assert.Contains("instance", variables);
        var panels = json.RootElement.GetProperty("panels").EnumerateArray().ToList();
        Assert.All(panels, panel => Assert.Equal("${datasource}", panel.GetProperty("datasource").GetProperty("uid").GetString()));
        Assert.Distinct(panels.Select(panel => panel.GetProperty("id").GetInt32()));
        return new Dashboard([.. panels.SelectMany(panel => panel.GetProperty("targets").EnumerateArray()
            .Select(target => new PanelQuery(panel.GetProperty("title").GetString()!, Filled(target.GetProperty("expr").GetString()!))))]);
    }

    private static string Filled(string expression)
    {
        var filled = expression.Replace("$instance", ".*", StringComparison.Ordinal).Replace("$__rate_interval", "1m", StringComparison.Ordinal);
        return filled.Contains('$', StringComparison.Ordinal) ? throw new InvalidDataException($"{expression}: uses a variable that nothing defines.") : filled;
    }
}
