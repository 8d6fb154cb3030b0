using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
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
            await GrowAsync(Path.Combine(data, "ledger.db"), id);
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

    /// <summary>Stores a sweep "large": the three trials of another and their runs, repeated until there are <see cref="Trials"/>.</summary>
    private static async Task GrowAsync(string file, string sweepId)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            BEGIN;
            CREATE TEMP TABLE n AS WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n + 1 < $trials) SELECT n FROM c;
            INSERT INTO sweeps (id, name, status, reason, submitted_at, ended_at, fingerprint, expected_runs, spec, source_file, origin)
              SELECT 'large', 'large', status, reason, submitted_at, ended_at, 'large', 2 * $trials, spec, source_file, origin FROM sweeps WHERE id = $sweep;
            INSERT INTO trials (sweep_id, number, assignment, tells_seen)
              SELECT 'large', n, assignment, tells_seen FROM n JOIN trials ON sweep_id = $sweep AND number = n % 3;
            INSERT INTO runs (sweep_id, trial, replicate, seed, status, cause, message, attempts, exclusive, device, queued_at, ended_at, last, fit)
              SELECT 'large', n, replicate, seed, status, cause, message, attempts, exclusive, device, queued_at, ended_at, last, fit FROM n JOIN runs ON sweep_id = $sweep AND trial = n % 3;
            COMMIT;
            """;
        command.Parameters.AddWithValue("$trials", Trials);
        command.Parameters.AddWithValue("$sweep", sweepId);
        await command.ExecuteNonQueryAsync();
    }
}
