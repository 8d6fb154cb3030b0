using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Dashboard.Tests;

[Collection(SiteCollection.Name)]
public sealed class PageTests(Site site)
{
    [Fact]
    public async Task The_list_leads_to_the_sweep_to_its_trial_and_to_its_run()
    {
        await using var watched = await site.OpenAsync("/");
        var page = watched.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "tiny", Exact = true }).First.ClickAsync();
        await Expect(page.Locator("#status")).ToHaveTextAsync("completed");
        await Expect(page.Locator("#finished")).ToHaveTextAsync("6 of 6");
        await Expect(page.Locator("#best")).ToContainTextAsync("validation.loss");
        await page.GetByRole(AriaRole.Link, new() { Name = "1", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Table, new() { Name = "Runs of the trial" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.Locator("#run-status")).ToHaveTextAsync("completed");
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Attempts" })).ToContainTextAsync("completed");
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Settings of the trial" })).ToContainTextAsync("bosh3");
        await Expect(page.Locator("#figure-run-loss .plot[data-drawn='true']")).ToBeVisibleAsync();
        watched.AssertNothingWrong();
    }

    [Theory]
    [InlineData("plot.js")]
    [InlineData("plotly")]
    public async Task Leaving_a_page_while_the_scripts_of_its_figures_load_breaks_nothing(string script)
    {
        await using var watched = await site.OpenAsync("/");
        var page = watched.Page;
        var left = new TaskCompletionSource();
        await page.RouteAsync(new Regex(script), async route =>
        {
            await left.Task;
            await route.ContinueAsync();
        });
        await page.RunAndWaitForRequestAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "tiny", Exact = true }).First.ClickAsync(), new Regex(script));
        await page.GetByRole(AriaRole.Link, new() { Name = "Devices", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Devices" })).ToBeVisibleAsync();
        left.SetResult();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sweeps", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "tiny", Exact = true }).First.ClickAsync();
        await Expect(page.Locator(".plot[data-drawn='true']").First).ToBeVisibleAsync();
        watched.AssertNothingWrong();
    }

    [Fact]
    public async Task Trials_are_found_and_sorted_by_the_server()
    {
        await using var watched = await site.OpenAsync($"/sweeps/{site.Finished}");
        var rows = watched.Page.Locator("#trials tbody tr");
        await Expect(rows).ToHaveCountAsync(3);
        await watched.Page.Locator("#find-setting").FillAsync("method=rk4");
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows.First).ToContainTextAsync("rk4");
        await watched.Page.Locator("#find-setting").FillAsync("");
        await Expect(rows).ToHaveCountAsync(3);
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "NFE", Exact = true }).ClickAsync();
        await Expect(rows.First).ToContainTextAsync("bosh3");
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "NFE", Exact = true }).ClickAsync();
        await Expect(rows.First).ToContainTextAsync("rk4");
        await Expect(rows.Last).ToContainTextAsync("bosh3");
        await Expect(watched.Page.GetByRole(AriaRole.Columnheader, new() { Name = "NFE", Exact = true })).ToHaveAttributeAsync("aria-sort", "descending");
        watched.AssertNothingWrong();
    }

    [Fact]
    public async Task Columns_of_the_table_of_trials_are_chosen()
    {
        await using var watched = await site.OpenAsync($"/sweeps/{site.Finished}");
        var headers = watched.Page.Locator("#trials th[scope=col]");
        await Expect(headers).ToHaveTextAsync(["Compare", "Trial", "solver", "validation.loss", "NFE", "Time", "Runs"]);
        var choice = watched.Page.Locator("#columns");
        await choice.GetByText("Columns").ClickAsync();
        await choice.GetByLabel("Ended (UTC)").CheckAsync();
        await choice.GetByLabel("NFE").UncheckAsync();
        await Expect(headers).ToHaveTextAsync(["Compare", "Trial", "solver", "validation.loss", "Time", "Runs", "Ended (UTC)"]);
        watched.AssertNothingWrong();
    }

    [Fact]
    public async Task Trials_that_were_ticked_stand_side_by_side()
    {
        await using var watched = await site.OpenAsync($"/sweeps/{site.Finished}");
        var page = watched.Page;
        await page.GetByLabel("Compare trial 0").CheckAsync();
        await page.GetByLabel("Compare trial 2").CheckAsync();
        await page.Locator("#compare-chosen").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Settings that differ" })).ToContainTextAsync("solver.method");
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Differences on the same seeds" })).ToContainTextAsync("nfe.total");
        await page.Locator("#sides").FillAsync($"{site.Finished}/0 {site.Finished}/77");
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not in this ledger");
        watched.AssertNothingWrong();
    }

    [Fact]
    public async Task Dark_colours_redraw_the_figures()
    {
        await using var watched = await site.OpenAsync($"/sweeps/{site.Finished}");
        var text = watched.Page.Locator("#figure-loss-iterations .xtick text").First;
        await Expect(text).ToBeVisibleAsync();
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Dark colours" }).ClickAsync();
        await Expect(text).ToHaveCSSAsync("fill", "rgb(224, 228, 232)");
        watched.AssertNothingWrong();
    }

    [Fact]
    public async Task A_running_sweep_is_live_and_is_cancelled_only_after_a_question()
    {
        var id = await SmallSweep.SubmitAsync(site.Http, "long", 2_000_000, TestContext.Current.CancellationToken);
        await using var watched = await site.OpenAsync($"/sweeps/{id}");
        var page = watched.Page;
        var iteration = page.GetByRole(AriaRole.Table, new() { Name = "Running now" }).Locator("tbody td.number").First;
        await Expect(iteration).ToContainTextAsync("of 2,000,000");
        var before = await iteration.InnerTextAsync();
        await Expect(iteration).Not.ToHaveTextAsync(before);
        foreach (var (path, text) in new[] { ("/", "long"), ($"/compare?of={id}%2F0&of={id}%2F1", $"{id}/1"), ("/devices", $"{id}/0/0") })
        {
            await using var other = await site.OpenAsync(path);
            await Expect(other.Page.Locator(".page")).ToContainTextAsync(text);
            other.AssertNothingWrong();
        }

        await using var trial = await site.OpenAsync($"/sweeps/{id}/trials/0");
        var runs = trial.Page.GetByRole(AriaRole.Table, new() { Name = "Runs of the trial" });
        await Expect(runs).ToContainTextAsync("running");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave as it is" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(page.Locator("#status")).ToHaveTextAsync("active");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page.Locator("#status")).ToHaveTextAsync("cancelled");
        // Nobody reloads: the server tells the page.
        await Expect(runs).Not.ToContainTextAsync("running");
        trial.AssertNothingWrong();
        watched.AssertNothingWrong();
    }

    [Fact]
    public async Task A_file_is_checked_as_one_types_and_submitted()
    {
        await using var watched = await site.OpenAsync("/submit");
        var page = watched.Page;
        await page.Locator("#directory").FillAsync(Repository.Example());
        await page.Locator("#sweep-text").FillAsync(SmallSweep.Text("typed", 20).Replace("[dopri5, bosh3, rk4]", "[dopri6]", StringComparison.Ordinal));
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Mistakes" })).ToContainTextAsync("dopri6");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true })).ToBeDisabledAsync();
        await page.GetByText("What a sweep file can name").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Solvers" })).ToContainTextAsync("tsit5");
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Keys of series" })).ToContainTextAsync("workload.columns");
        await page.Locator("#sweep-text").FillAsync(SmallSweep.Text("typed", 20));
        await Expect(page.Locator("#valid")).ToHaveTextAsync("Valid: 3 trials, 6 runs.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true }).ClickAsync();
        await Expect(page.Locator("#finished")).ToHaveTextAsync("6 of 6");
        watched.AssertNothingWrong();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sweeps/{0}")]
    public async Task A_first_visit_takes_less_than_two_megabytes_beside_plotly(string path)
    {
        await using var watched = await site.OpenAsync("/devices");
        await using var context = await watched.Page.Context.Browser!.NewContextAsync();
        var (page, files) = (await context.NewPageAsync(), new ConcurrentQueue<IResponse>());
        page.Response += (_, response) => files.Enqueue(response);
        await page.GotoAsync(new Uri(site.Http.BaseAddress!, string.Format(System.Globalization.CultureInfo.InvariantCulture, path, site.Finished)).ToString());
        await Expect(page.Locator("[data-live='True']")).ToBeVisibleAsync();
        if (path != "/") await Expect(page.Locator(".plot[data-drawn='true']").First).ToBeVisibleAsync();
        var bytes = 0L;
        foreach (var file in files.Where(file => file.Request.Method == "GET" && file.Url.StartsWith("http", StringComparison.Ordinal) && !file.Url.Contains("plotly", StringComparison.Ordinal))) bytes += (await file.BodyAsync()).Length;
        // Before compression, which the built program does without.
        Assert.InRange(bytes, 1, 2_000_000);
    }

    [Theory]
    [InlineData("/devices", "idle since")]
    [InlineData("/devices", "MiB")]
    [InlineData("/sweeps/nothing", "There is no sweep nothing")]
    public async Task Other_pages_say_what_there_is(string path, string text)
    {
        await using var watched = await site.OpenAsync(path);
        await Expect(watched.Page.Locator(".page")).ToContainTextAsync(text);
        watched.AssertNothingWrong();
    }
}
