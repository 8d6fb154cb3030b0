using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Orchestrator.Dashboard.Tests;

[Collection(SiteCollection.Name)]
public sealed class ApiTests(Site site)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trials_come_in_pages_in_the_order_asked_for()
    {
        var page = await site.Http.GetFromJsonAsync<JsonElement>($"/api/sweeps/{site.Finished}/trials?order=objective&direction=descending&limit=2", Cancellation);
        Assert.Equal(3, page.GetProperty("total").GetInt32());
        var values = page.GetProperty("trials").EnumerateArray().Select(trial => trial.GetProperty("objective").GetDouble()).ToArray();
        Assert.Equal(2, values.Length);
        Assert.True(values[0] >= values[1]);
        var last = await site.Http.GetFromJsonAsync<JsonElement>($"/api/sweeps/{site.Finished}/trials?order=objective&direction=descending&offset=2", Cancellation);
        Assert.True(last.GetProperty("trials")[0].GetProperty("objective").GetDouble() <= values[1]);
    }

    [Fact]
    public async Task The_state_and_the_trials_agree_about_the_best()
    {
        var sweep = await site.Http.GetFromJsonAsync<JsonElement>($"/api/sweeps/{site.Finished}", Cancellation);
        var best = await site.Http.GetFromJsonAsync<JsonElement>($"/api/sweeps/{site.Finished}/trials?order=objective&limit=1", Cancellation);
        Assert.Equal("completed", sweep.GetProperty("status").GetString());
        Assert.Equal(best.GetProperty("trials")[0].GetProperty("number").GetInt32(), sweep.GetProperty("best").GetProperty("trial").GetInt32());
        Assert.Equal(best.GetProperty("trials")[0].GetProperty("objective").GetDouble(), sweep.GetProperty("best").GetProperty("value").GetDouble(), 1e-12);
    }

    [Fact]
    public async Task Observations_are_the_same_as_JSON_and_as_CSV()
    {
        var json = await site.Http.GetFromJsonAsync<JsonElement>($"/api/sweeps/{site.Finished}/observations", Cancellation);
        var csv = (await site.Http.GetStringAsync($"/api/sweeps/{site.Finished}/observations?format=csv", Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6 * 4, json.GetArrayLength());
        Assert.Equal(json.GetArrayLength() + 1, csv.Length);
        var one = await site.Http.GetFromJsonAsync<JsonElement>($"/api/sweeps/{site.Finished}/observations?trial=1&replicate=0", Cancellation);
        Assert.Equal([10, 20, 30, 40], one.EnumerateArray().Select(row => row.GetProperty("iteration").GetInt32()));
    }

    [Fact]
    public async Task Every_mistake_of_a_file_comes_back_and_nothing_is_stored()
    {
        var text = await File.ReadAllTextAsync(Repository.Example("invalid", "five-mistakes.yaml"), Cancellation);
        var answer = await site.Http.PostAsJsonAsync("/api/sweeps", new { text, directory = Repository.Example("invalid") }, Cancellation);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(5, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public async Task The_same_experiment_is_answered_and_not_trained_again()
    {
        var answer = await site.Http.PostAsJsonAsync("/api/sweeps", new { text = SmallSweep.Text("tiny", 40), directory = Repository.Example() }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(site.Finished, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("/api/sweeps/nothing")]
    [InlineData("/api/sweeps/nothing/trials")]
    [InlineData("/api/sweeps/nothing/events")]
    [InlineData("/api/sweeps/nothing/observations")]
    public async Task A_sweep_that_is_not_there_is_404_with_a_reason(string path)
    {
        var answer = await site.Http.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is no sweep 'nothing'", (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("offset=-1")]
    [InlineData("order=loss")]
    [InlineData("direction=up")]
    [InlineData("filter=2")]
    public async Task A_page_that_cannot_be_is_400(string query) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await site.Http.GetAsync($"/api/sweeps/{site.Finished}/trials?{query}", Cancellation)).StatusCode);

    [Fact]
    public async Task An_action_without_meaning_is_a_conflict() =>
        Assert.Equal(HttpStatusCode.Conflict, (await site.Http.PostAsync($"/api/sweeps/{site.Finished}/pause", null, Cancellation)).StatusCode);

    [Fact]
    public async Task A_page_of_another_site_can_change_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/sweeps/{site.Finished}/retry") { Headers = { { "Origin", "http://evil.example" } } };
        Assert.Equal(HttpStatusCode.Forbidden, (await site.Http.SendAsync(request, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Trials_of_any_sweeps_are_compared()
    {
        var path = $"/api/compare?of={site.Finished}/0&of={site.Finished}/2";
        var answer = await site.Http.GetFromJsonAsync<JsonElement>(path, Cancellation);
        Assert.Equal(["A", "B"], answer.GetProperty("sides").EnumerateArray().Select(side => side.GetProperty("label").GetString()));
        Assert.Equal(["dopri5", "rk4"], answer.GetProperty("settings").GetProperty("solver.method").EnumerateArray().Select(label => label.GetString()));
        var evaluations = answer.GetProperty("differences").EnumerateArray().Single(row => row.GetProperty("metric").GetString() == "nfe.total");
        Assert.Equal(2, evaluations.GetProperty("difference").GetProperty("count").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, (await site.Http.GetAsync($"/api/compare?of={site.Finished}/0", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync($"{path}&of=nothing", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Every_operation_has_an_example_with_the_members_of_a_real_answer()
    {
        var paths = (await site.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancellation)).GetProperty("paths");
        foreach (var (path, real) in new[]
        {
            ("/api/sweeps", "/api/sweeps"), ("/api/sweeps/{id}", $"/api/sweeps/{site.Finished}"), ("/api/sweeps/{id}/trials", $"/api/sweeps/{site.Finished}/trials"),
            ("/api/sweeps/{id}/trials/{trial}/runs", $"/api/sweeps/{site.Finished}/trials/0/runs"), ("/api/sweeps/{id}/trials/{trial}/runs/{replicate}", $"/api/sweeps/{site.Finished}/trials/0/runs/0"),
            ("/api/sweeps/{id}/trials/{trial}/runs/{replicate}/log", $"/api/sweeps/{site.Finished}/trials/0/runs/0/log"), ("/api/sweeps/{id}/failures", $"/api/sweeps/{site.Finished}/failures"),
            ("/api/sweeps/{id}/figures", $"/api/sweeps/{site.Finished}/figures"), ("/api/compare", $"/api/compare?of={site.Finished}/0&of={site.Finished}/1"), ("/api/devices", "/api/devices"),
        })
        {
            var example = paths.GetProperty(path).GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("example");
            AssertSameMembers(path, example, await site.Http.GetFromJsonAsync<JsonElement>(real, Cancellation));
        }

        foreach (var (path, operation) in paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => (path.Name, operation.Value))))
            foreach (var response in operation.GetProperty("responses").EnumerateObject().Where(response => response.Name is "200" or "201"))
                if (response.Value.TryGetProperty("content", out var content) && content.TryGetProperty("application/json", out var json))
                    Assert.True(json.TryGetProperty("example", out _), $"{path} has no example");

        foreach (var path in new[] { "/api/sweeps", "/api/check" })
        {
            var request = paths.GetProperty(path).GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example");
            Assert.Equal(["text", "fileName", "directory", "overrides", "again"], request.EnumerateObject().Select(member => member.Name));
        }

        var check = await site.Http.PostAsJsonAsync("/api/check", new { text = "solver: { rtol: 0 }" }, Cancellation);
        AssertSameMembers("/api/check", paths.GetProperty("/api/check").GetProperty("post").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("example"),
            await check.Content.ReadFromJsonAsync<JsonElement>(Cancellation));
    }

    /// <summary>Of lists the first elements; dictionaries of settings, whose members are data, are left out.</summary>
    private static void AssertSameMembers(string where, JsonElement example, JsonElement real)
    {
        if (example.ValueKind == JsonValueKind.Array && real.ValueKind == JsonValueKind.Array)
        {
            if (example.GetArrayLength() > 0 && real.GetArrayLength() > 0) AssertSameMembers($"{where}[0]", example[0], real[0]);
        }
        else if (example.ValueKind == JsonValueKind.Object && real.ValueKind == JsonValueKind.Object && !where.EndsWith(".settings", StringComparison.Ordinal))
        {
            Assert.Equal((where, string.Join(' ', real.EnumerateObject().Select(member => member.Name))), (where, string.Join(' ', example.EnumerateObject().Select(member => member.Name))));
            foreach (var member in real.EnumerateObject()) AssertSameMembers($"{where}.{member.Name}", example.GetProperty(member.Name), member.Value);
        }
    }

    [Fact]
    public async Task The_other_parts_of_a_sweeps_page_are_there_too()
    {
        Assert.Contains("method: ", await site.Http.GetStringAsync($"/api/sweeps/{site.Finished}/spec", Cancellation), StringComparison.Ordinal);
        Assert.Equal(0, (await site.Http.GetFromJsonAsync<JsonElement>($"/api/sweeps/{site.Finished}/failures", Cancellation)).GetArrayLength());
        var figures = await site.Http.GetFromJsonAsync<JsonElement>($"/api/sweeps/{site.Finished}/figures", Cancellation);
        foreach (var figure in figures.EnumerateArray())
            Assert.StartsWith("trace,x,y", await site.Http.GetStringAsync($"/api/sweeps/{site.Finished}/figures/{figure.GetProperty("name").GetString()}.csv", Cancellation), StringComparison.Ordinal);
        foreach (var part in new[] { "spec", "failures", "figures", "figures/none.csv" })
            Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync($"/api/sweeps/nothing/{part}", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task The_report_draws_the_fit_of_the_best_trial() =>
        Assert.Contains("Fit of hare", await site.Http.GetStringAsync($"/sweeps/{site.Finished}/report", Cancellation), StringComparison.Ordinal);

    [Fact]
    public async Task The_API_describes_itself()
    {
        var document = await site.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancellation);
        var paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToHashSet();
        Assert.Superset(new HashSet<string> { "/api/sweeps", "/api/sweeps/{id}", "/api/sweeps/{id}/trials", "/api/sweeps/{id}/events", "/api/sweeps/{id}/cancel", "/api/check" }, paths);
    }
}
