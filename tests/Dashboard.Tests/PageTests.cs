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
        var rows = watched.Page.Locator(".mud-table-body tr.mud-table-row");
        await Expect(rows).ToHaveCountAsync(3);
        await watched.Page.Locator("#find-setting").FillAsync("method=rk4");
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows.First).ToContainTextAsync("rk4");
        await watched.Page.Locator("#find-setting").FillAsync("");
        await Expect(rows).ToHaveCountAsync(3);
        await watched.Page.Locator(".sortable-column-header", new() { HasText = "NFE" }).ClickAsync();
        await Expect(rows.First).ToContainTextAsync("bosh3");
        await watched.Page.Locator(".sortable-column-header", new() { HasText = "NFE" }).ClickAsync();
        await Expect(rows.First).ToContainTextAsync("rk4");
        await Expect(rows.Last).ToContainTextAsync("bosh3");
        watched.AssertNothingWrong();
    }

    [Fact]
    public async Task Every_figure_is_drawn_and_can_be_saved_as_picture_and_data()
    {
        await using var watched = await site.OpenAsync($"/sweeps/{site.Finished}");
        var page = watched.Page;
        foreach (var id in new[] { "pareto-front", "work-precision", "loss-iterations", "loss-seconds", "loss-evaluations", "nfe-forward", "vjps", "accept-ratio", "step-range", "stiffness", "timeline" })
            await Expect(page.Locator($"#figure-{id} .plot[data-drawn='true'] svg.main-svg").First).ToBeVisibleAsync();
        var picture = await page.RunAndWaitForDownloadAsync(() => page.Locator("#figure-loss-iterations").GetByRole(AriaRole.Button, new() { Name = "as SVG" }).ClickAsync());
        Assert.Contains("<svg", await File.ReadAllTextAsync(await picture.PathAsync(), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var data = await page.RunAndWaitForDownloadAsync(() => page.Locator("#figure-loss-iterations").GetByRole(AriaRole.Link, new() { Name = "data as CSV" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await data.PathAsync(), TestContext.Current.CancellationToken);
        Assert.True(lines.Length > 3 * 4, $"{lines.Length} lines");
        watched.AssertNothingWrong();
    }

    [Fact]
    public async Task A_brush_in_the_parallel_coordinates_keeps_the_trials_that_cross_it()
    {
        await using var watched = await site.OpenAsync($"/sweeps/{site.Finished}");
        var page = watched.Page;
        // solver, objective, NFE, time
        await Expect(page.Locator("#parallel .axis")).ToHaveCountAsync(4);
        var area = page.Locator("#parallel .brush-area").First;
        await area.ScrollIntoViewIfNeededAsync();
        var box = (await area.BoundingBoxAsync())!;
        var (x, top) = (box.X + (box.Width / 2), box.Y);
        await page.Mouse.MoveAsync(x, top + 2);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(x, top + (box.Height * 0.6f), new() { Steps = 4 });
        await page.Mouse.UpAsync();
        await Expect(page.Locator("#parallel-chosen")).ToContainTextAsync("2 of 3 trials");
        await page.GetByRole(AriaRole.Link, new() { Name = "compare these" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Sides" }).Locator("tbody tr")).ToHaveCountAsync(2);
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
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave as it is" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(page.Locator("#status")).ToHaveTextAsync("active");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page.Locator("#status")).ToHaveTextAsync("cancelled");
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
    public async Task On_a_phone_nothing_is_cut_off(string path)
    {
        await using var watched = await site.OpenAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, site.Finished), 390, 844);
        await Expect(watched.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        if (path != "/") await Expect(watched.Page.Locator(".plot[data-drawn='true']").First).ToBeVisibleAsync();
        Assert.False(await watched.IsTooWideAsync());
        watched.AssertNothingWrong();
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
