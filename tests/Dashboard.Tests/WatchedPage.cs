using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Orchestrator.Dashboard.Tests;

/// <summary>A page that fails its test for an error in its console, a failed request or a request to anybody else.</summary>
public sealed class WatchedPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _wrong = new();

    private WatchedPage(IPage page) => Page = page;

    public IPage Page { get; }

    public static async Task<WatchedPage> OpenAsync(IBrowser browser, Uri address, int width, int height)
    {
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, AcceptDownloads = true });
        var watched = new WatchedPage(await context.NewPageAsync());
        watched.Page.SetDefaultTimeout((float)Patience.Limit.TotalMilliseconds);
        watched.Listen(address);
        await watched.Page.GotoAsync(address.ToString());
        await watched.LiveAsync();
        return watched;
    }

    /// <summary>Waits until the page answers to clicks.</summary>
    public Task LiveAsync() => Assertions.Expect(Page.Locator("[data-live='True']")).ToBeVisibleAsync();

    public void AssertNothingWrong() => Assert.Empty(_wrong);

    /// <summary>Whether the page is wider than its window, so that a reader would have to scroll sideways.</summary>
    public async Task<bool> IsTooWideAsync() => await Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1");

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    private void Listen(Uri site)
    {
        Page.Console += (_, message) => { if (message.Type == "error") _wrong.Enqueue($"console: {message.Text}"); };
        Page.PageError += (_, error) => _wrong.Enqueue($"script: {error}");
        Page.Response += (_, response) => { if (response.Status >= 400) _wrong.Enqueue($"{response.Status} {response.Url}"); };
        Page.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            if (url.Scheme is "http" or "https" && url.Authority != site.Authority) _wrong.Enqueue($"foreign request: {request.Url}");
        };
    }
}
