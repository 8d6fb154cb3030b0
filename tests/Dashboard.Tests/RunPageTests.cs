using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Dashboard.Tests;

[Collection(SiteCollection.Name)]
public sealed class RunPageTests(Site site)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_finished_run_shows_its_fit_the_learned_field_and_the_steps_of_a_solve()
    {
        await using var watched = await site.OpenAsync($"/sweeps/{site.Finished}/trials/0/runs/1");
        var page = watched.Page;
        foreach (var id in new[] { "fit-0", "fit-1", "phase-portrait", "step-trace", "run-loss", "run-evaluations", "run-steps", "nfe-forward", "step-range", "stiffness" })
            await Expect(page.Locator($"#figure-{id} .plot[data-drawn='true'] svg.main-svg").First).ToBeVisibleAsync();
        // Field, data and trajectory.
        await Expect(page.Locator("#figure-phase-portrait .legend .traces")).ToHaveCountAsync(3);
        await Expect(page.Locator("#figure-phase-portrait .xtitle")).ToHaveTextAsync("log hare");
        var data = await page.RunAndWaitForDownloadAsync(() => page.Locator("#figure-phase-portrait").GetByRole(AriaRole.Link, new() { Name = "data as CSV" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await data.PathAsync(), Cancellation);
        Assert.Equal("trace,x,y,low,high,label", lines[0]);
        Assert.Equal(14 * 14, lines.Count(line => line.StartsWith("learned field,", StringComparison.Ordinal)));
        watched.AssertNothingWrong();
    }

    [Fact]
    public async Task A_run_that_trains_shows_its_fit_as_it_learns_and_what_happens_to_it()
    {
        var id = await SmallSweep.SubmitAsync(site.Http, "learning", 2_000_000, Cancellation);
        await using var watched = await site.OpenAsync($"/sweeps/{id}/trials/0/runs/0");
        var page = watched.Page;
        var title = page.Locator("#figure-fit-0 h3");
        await Expect(title).ToContainTextAsync("Fit of hare, iteration");
        await Expect(page.Locator("#figure-phase-portrait .plot[data-drawn='true'] svg.main-svg").First).ToBeVisibleAsync();
        // Nobody reloads: the server tells the page.
        await Expect(title).Not.ToHaveTextAsync(await title.InnerTextAsync());
        var log = page.GetByRole(AriaRole.Table, new() { Name = "What happened to the run" });
        await Expect(log).ToContainTextAsync("attempt 1 got cpu of");
        Assert.True((await site.Http.PostAsync($"/api/sweeps/{id}/cancel", null, Cancellation)).IsSuccessStatusCode);
        await Expect(log).ToContainTextAsync("attempt 1 was cancelled");
        await Expect(title).ToHaveCountAsync(0);
        watched.AssertNothingWrong();
    }

    [Fact]
    public async Task Settings_stand_beside_those_of_any_other_run()
    {
        await using var watched = await site.OpenAsync($"/sweeps/{site.Finished}/trials/0/runs/0");
        var page = watched.Page;
        await page.GetByText("Every setting, and how it differs").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Every setting" })).ToContainTextAsync("training.report_every");
        await page.Locator("#beside").FillAsync("tiny");
        await page.GetByText($"{site.Finished}/2/0", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show beside" }).ClickAsync();
        var differing = page.GetByRole(AriaRole.Table, new() { Name = "Settings that differ" });
        await Expect(differing).ToContainTextAsync("solver.method");
        await Expect(differing).ToContainTextAsync("rk4");
        await page.Locator("#beside").FillAsync("nothing/0/0");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show beside" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no run 'nothing/0/0'");
        watched.AssertNothingWrong();
    }

    [Fact]
    public async Task The_API_says_of_a_run_what_its_page_shows()
    {
        var run = $"/api/sweeps/{site.Finished}/trials/2/runs/1";
        var answer = await site.Http.GetFromJsonAsync<JsonElement>(run, Cancellation);
        Assert.Equal("completed", answer.GetProperty("run").GetProperty("status").GetString());
        Assert.Equal(("rk4", "1"), (answer.GetProperty("settings").GetProperty("solver.method").GetString(), answer.GetProperty("settings").GetProperty("seed").GetString()));
        Assert.Equal("completed", answer.GetProperty("attempts")[0].GetProperty("end").GetString());
        var log = (await site.Http.GetFromJsonAsync<JsonElement>($"{run}/log", Cancellation)).EnumerateArray().Select(line => line.GetProperty("text").GetString()!).ToArray();
        Assert.Equal(4, log.Length);
        Assert.StartsWith("attempt 1 got cpu of", log[1], StringComparison.Ordinal);
        var fit = await site.Http.GetStringAsync($"{run}/figures/fit-0.csv", Cancellation);
        Assert.Equal(21, fit.Split('\n').Count(line => line.StartsWith("data,", StringComparison.Ordinal)));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await site.Http.GetAsync($"/api/sweeps/{site.Finished}/trials/2/runs/9", Cancellation)).StatusCode);
    }
}
