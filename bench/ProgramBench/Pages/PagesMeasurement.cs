using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Orchestrator.ProgramBench.Processes;

namespace Orchestrator.ProgramBench.Pages;

/// <summary>
/// What open pages cost the silo: tabs of a real Chromium show the page of a sweep that really trains, and the processor time of the silo without its
/// training threads is taken before they are opened and while they are open. All of a page is real but the drawing of its figures, which happens in the
/// browser and would leave two cores no time for anything else.
/// </summary>
internal static class PagesMeasurement
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    private const string NoDrawing = "window.Plotly = { react: async () => {}, purge: () => {} };";

    // Runs of a second or two: something new in every part of the page all the time.
    private const string Sweep = """
        name: watched
        workload: { kind: cubic-spiral }
        model: { hidden: [50], input_power: 3 }
        training: { iterations: 600, report_every: 20, optimizer: { kind: rmsprop, learning_rate: 1e-3 } }
        space:
          solver.method: [dopri5, tsit5, bosh3]
          solver.rtol: { log_uniform: [1e-7, 1e-3] }
        search: { kind: random, trials: 100000 }
        objectives:
          - { metric: validation.loss, goal: minimize }
          - { metric: nfe.total, goal: minimize }
        """;

    public static async Task<JsonObject> OfAsync(BenchOptions options)
    {
        using var folder = new Folder();
        using var program = await ServingProgram.StartAsync(options.Program, folder.Path);
        var id = await SubmitAsync(program.Address);
        // Enough trials for every figure.
        await Task.Delay(2 * Settling);
        var times = new ThreadTimes(program.Id);
        var without = await ShareAsync(times, program.Address, options.Seconds);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Browser.LaunchAsync(playwright, "--process-per-site");
        var context = await browser.NewContextAsync();
        await context.RouteAsync("**/plotly*.js", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = NoDrawing }));
        for (var i = 0; i < options.Pages; i++) await OpenAsync(context, new Uri(program.Address, $"/sweeps/{id}"));
        await Task.Delay(Settling);
        var with = await ShareAsync(times, program.Address, options.Seconds);
        return new JsonObject
        {
            ["part"] = "pages",
            ["pages"] = options.Pages,
            ["seconds"] = options.Seconds,
            ["cores_without"] = Math.Round(without.Others, 4),
            ["cores_with"] = Math.Round(with.Others, 4),
            ["cores_of_pages"] = Math.Round(with.Others - without.Others, 4),
            ["collector_pauses_without"] = Math.Round(without.Pauses, 4),
            ["collector_pauses_with"] = Math.Round(with.Pauses, 4),
            ["training_cores_without"] = Math.Round(without.Training, 3),
            ["training_cores_with"] = Math.Round(with.Training, 3),
        };
    }

    private static async Task<string> SubmitAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        var answer = await http.PostAsJsonAsync("/api/sweeps", new { text = Sweep });
        answer.EnsureSuccessStatusCode();
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
    }

    /// <summary>Waits until the page is live and has drawn.</summary>
    private static async Task OpenAsync(IBrowserContext context, Uri address)
    {
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(120_000);
        await page.GotoAsync(address.ToString());
        await page.Locator(".plot[data-drawn='true']").First.WaitForAsync();
    }

    /// <summary>Processor seconds of the silo's threads, and pauses for garbage collection, per second.</summary>
    /// <param name="Pauses">In workstation collections they are work of the thread that ran out of memory, whichever it is.</param>
    private sealed record Share(double Others, double Training, double Pauses);

    private static async Task<Share> ShareAsync(ThreadTimes times, Uri address, int seconds)
    {
        times.Look();
        var (others, training, pauses, started) = (times.OthersSeconds, times.Training.Sum(), await PauseSecondsAsync(address), Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
        {
            await Task.Delay(BetweenLooks);
            times.Look();
        }

        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new Share((times.OthersSeconds - others) / elapsed, (times.Training.Sum() - training) / elapsed, (await PauseSecondsAsync(address) - pauses) / elapsed);
    }

    /// <summary>How long all threads have stood still for the collector since the program's start.</summary>
    private static async Task<double> PauseSecondsAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        var line = (await http.GetStringAsync("/metrics")).Split('\n').First(line => line.StartsWith("dotnet_gc_pause_time_seconds_total", StringComparison.Ordinal));
        return double.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
    }
}
