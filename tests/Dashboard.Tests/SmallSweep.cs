using System.Net.Http.Json;
using System.Text.Json;

namespace Orchestrator.Dashboard.Tests;

/// <summary>A sweep over real data that trains in seconds.</summary>
internal static class SmallSweep
{
    public static string Text(string name, int iterations) => $$"""
        name: {{name}}
        workload:
          kind: series
          data: data/hudson-bay.csv
          time: year
          columns: [hare, lynx]
          transform: log
          split: { train: 0.7, validation: 0.3 }
        model: { kind: mlp, hidden: [8], activation: tanh }
        training: { iterations: {{iterations}}, report_every: 10, checkpoint_every: 200ms, optimizer: { kind: adam, learning_rate: 1e-2 } }
        solver: { rtol: 1e-3, atol: 1e-4, step_size: 0.25 }
        space:
          solver.method: [dopri5, bosh3, rk4]
        search: { kind: grid }
        replicates: { seeds: [0, 1] }
        objectives:
          - { metric: validation.loss, goal: minimize }
          - { metric: nfe.total, goal: minimize }
        """;

    /// <summary>Submits it through the API and answers its id.</summary>
    public static Task<string> SubmitAsync(HttpClient http, string name, int iterations, CancellationToken cancellation) => SubmitAsync(http, Text(name, iterations), cancellation);

    public static async Task<string> SubmitAsync(HttpClient http, string text, CancellationToken cancellation)
    {
        var answer = await http.PostAsJsonAsync("/api/sweeps", new { text, directory = Repository.Example() }, cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancellation));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("id").GetString()!;
    }

    /// <summary>Follows the event stream to the sweep's end and answers its last event.</summary>
    public static async Task<JsonElement> FollowAsync(HttpClient http, string id, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience.Limit);
        using var reader = new StreamReader(await http.GetStreamAsync($"/api/sweeps/{id}/events", limit.Token));
        JsonElement? last = null;
        while (await reader.ReadLineAsync(limit.Token) is { } line)
            if (line.StartsWith("data: ", StringComparison.Ordinal)) last = JsonDocument.Parse(line[6..]).RootElement;
        return last ?? throw new InvalidOperationException("The stream ended without an event.");
    }
}
