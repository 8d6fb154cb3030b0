using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Dashboard.Tests;

/// <summary>Figures of a sweep's page in a real browser.</summary>
[Collection(SiteCollection.Name)]
public sealed class FigureTests(Site site)
{
    [Fact]
    public async Task Every_figure_is_drawn_and_can_be_saved_as_picture_and_data()
    {
        await using var watched = await site.OpenAsync($"/sweeps/{site.Finished}");
        var page = watched.Page;
        foreach (var id in new[] { "pareto-front", "work-precision", "loss-iterations", "loss-seconds", "loss-evaluations", "nfe-forward", "vjps", "accept-ratio", "step-range", "stiffness", "timeline" })
            await Expect(page.Locator($"#figure-{id} .plot[data-drawn='true'] svg.main-svg").First).ToBeVisibleAsync();
        var lines = await AssertSavedAsync(page, page.Locator("#figure-loss-iterations"));
        Assert.True(lines.Length > 3 * 4, $"{lines.Length} lines");
        watched.AssertNothingWrong();
    }

    [Fact]
    public async Task Parallel_coordinates_can_be_saved_as_picture_and_data()
    {
        await using var watched = await site.OpenAsync($"/sweeps/{site.Finished}");
        await Expect(watched.Page.Locator("#parallel .axis")).ToHaveCountAsync(4);
        var lines = await AssertSavedAsync(watched.Page, watched.Page.Locator("#parallel"));
        Assert.Equal("trial,solver.method,validation.loss,evaluations,seconds", lines[0]);
        Assert.Equal(1 + 3, lines.Length);
        watched.AssertNothingWrong();
    }

    [Fact]
    public async Task Scales_of_a_figure_are_switched()
    {
        await using var watched = await site.OpenAsync($"/sweeps/{site.Finished}");
        var figure = watched.Page.Locator("#figure-loss-iterations");
        await Expect(figure.Locator(".plot[data-drawn='true'] svg.main-svg").First).ToBeVisibleAsync();
        var box = figure.GetByLabel("log y");
        var other = await box.IsCheckedAsync() ? "linear" : "log";
        await box.ClickAsync();
        await watched.Page.WaitForFunctionAsync("type => document.querySelector('#figure-loss-iterations .plot').layout.yaxis.type === type", other);
        watched.AssertNothingWrong();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Presses all three: the lines of the data come back.</summary>
    private static async Task<string[]> AssertSavedAsync(IPage page, ILocator figure)
    {
        var vector = await page.RunAndWaitForDownloadAsync(() => figure.GetByRole(AriaRole.Button, new() { Name = "as SVG" }).ClickAsync());
        Assert.Contains("<svg", await File.ReadAllTextAsync(await vector.PathAsync(), Cancellation), StringComparison.Ordinal);
        var pixels = await page.RunAndWaitForDownloadAsync(() => figure.GetByRole(AriaRole.Button, new() { Name = "as PNG" }).ClickAsync());
        var head = (await File.ReadAllBytesAsync(await pixels.PathAsync(), Cancellation))[1..4];
        Assert.Equal("PNG", System.Text.Encoding.ASCII.GetString(head));
        var data = await page.RunAndWaitForDownloadAsync(() => figure.GetByRole(AriaRole.Link, new() { Name = "data as CSV" }).ClickAsync());
        return await File.ReadAllLinesAsync(await data.PathAsync(), Cancellation);
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
}
