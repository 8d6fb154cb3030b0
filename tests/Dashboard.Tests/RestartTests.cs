using Microsoft.Playwright;
using Orchestrator.ProgramBench.Rows;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Dashboard.Tests;

/// <summary>A server that dies under an open page, and comes back with a large sweep in its ledger.</summary>
[Collection(SiteCollection.Name)]
public sealed class RestartTests(Site site)
{
    private const int Trials = 20_000;

    [Fact]
    public async Task A_page_comes_back_by_itself_and_pages_through_twenty_thousand_trials()
    {
        var data = Directory.CreateTempSubdirectory("orchestrator-restart-").FullName;
        var server = await Server.StartAsync(data);
        try
        {
            using var http = new HttpClient { BaseAddress = server.Address };
            var id = await SmallSweep.SubmitAsync(http, "tiny", 10, TestContext.Current.CancellationToken);
            await SmallSweep.FollowAsync(http, id, TestContext.Current.CancellationToken);
            await using var watched = await site.OpenAsync(new Uri(server.Address, $"/sweeps/{id}"));
            var page = watched.Page;
            await Expect(page.Locator("#trials tbody tr")).ToHaveCountAsync(3);
            await server.KillAsync();
            await Expect(page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
            await LargeSweep.StoreAsync(Path.Combine(data, "ledger.db"), id, "large", Trials);
            server = await Server.StartAsync(data, server.Address.Port);

            await Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
            await watched.LiveAsync();
            await Expect(page.Locator("#trials tbody tr")).ToHaveCountAsync(3);
            await page.GotoAsync(new Uri(server.Address, "/sweeps/large").ToString());
            await Expect(page.Locator("#trials tbody tr")).ToHaveCountAsync(50);
            await page.GetByRole(AriaRole.Button, new() { Name = "Last page" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = $"{Trials - 1}", Exact = true })).ToBeVisibleAsync();
            foreach (var (path, text) in new[] { ("/", "large"), ("/sweeps/large", "best 1,000"), ($"/sweeps/large/trials/{Trials - 1}", "completed"), ($"/sweeps/large/trials/{Trials - 1}/runs/1", "Every setting"), ("/compare?of=large%2F1&of=large%2F2", "nfe.total") })
            {
                await using var other = await site.OpenAsync(new Uri(server.Address, path));
                await Expect(other.Page.Locator(".page")).ToContainTextAsync(text);
                other.AssertNothingWrong();
            }
        }
        finally
        {
            await server.DisposeAsync();
            Directory.Delete(data, recursive: true);
        }
    }
}
