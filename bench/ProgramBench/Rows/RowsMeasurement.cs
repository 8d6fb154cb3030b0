using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Orchestrator.ProgramBench.Pages;
using Orchestrator.ProgramBench.Processes;

namespace Orchestrator.ProgramBench.Rows;

/// <summary>
/// How the page of a large sweep feels in a real Chromium on the same machine: how soon something is there, how long an order, a filter and a turn of the page
/// take from the click to the first picture with the new rows, and how evenly pictures follow each other while one scrolls. Everything is clocked in the page.
/// </summary>
internal static class RowsMeasurement
{
    private const string Id = "large";
    private const int Loads = 5;
    private const int UsualRows = 50;
    private const int MostRows = 250;

    private const string Sweep = """
        name: small
        workload: { kind: cubic-spiral, points: 200 }
        model: { hidden: [8], input_power: 3 }
        training: { iterations: 40, report_every: 10 }
        solver: { step_size: 0.1 }
        space:
          solver.method: [dopri5, tsit5, bosh3, rk4]
          training.optimizer.learning_rate: [1e-3, 1e-2]
        replicates: { seeds: [0, 1] }
        objectives:
          - { metric: validation.loss, goal: minimize }
          - { metric: nfe.total, goal: minimize }
        """;

    // Two frames: the first one still paints what was there before.
    private const string Clock = """
        () => {
          const drawn = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
          const rows = () => document.querySelector('#trials tbody').textContent;
          window.turned = async act => {
            const before = rows(), start = performance.now();
            act();
            while (rows() === before) {
              if (performance.now() - start > 60000) throw new Error('The rows stay what they were.');
              await new Promise(done => requestAnimationFrame(done));
            }
            await drawn();
            return performance.now() - start;
          };
          window.longest = 0;
          new PerformanceObserver(list => { for (const task of list.getEntries()) longest = Math.max(longest, task.duration); }).observe({ type: 'longtask', buffered: true });
        }
        """;

    private const string Scroll = """
        async () => {
          const table = document.querySelector('#trials'), top = table.getBoundingClientRect().top + scrollY, way = table.offsetHeight;
          const times = [];
          const frame = () => new Promise(done => requestAnimationFrame(done));
          scrollTo(0, top);
          for (let last = await frame(), y = 0, down = 1; times.length < 300; ) {
            y += 60 * down;
            if (y > way || y < 0) down = -down;
            scrollTo(0, top + y);
            const now = await frame();
            times.push(now - last);
            last = now;
          }
          return times;
        }
        """;

    public static async Task<JsonObject> OfAsync(BenchOptions options)
    {
        using var folder = new Folder();
        await StoreAsync(options, folder.Path);
        using var program = await ServingProgram.StartAsync(options.Program, folder.Path);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Browser.LaunchAsync(playwright);
        var address = new Uri(program.Address, $"/sweeps/{Id}").ToString();
        // Figures are made at the first look, once for all pages.
        var (cold, page) = await LoadAsync(browser, address);
        await page.Locator(".plot[data-drawn='true']").First.WaitForAsync();
        var loads = new List<Load>();
        for (var i = 0; i < Loads; i++)
        {
            await page.Context.CloseAsync();
            (var load, page) = await LoadAsync(browser, address);
            loads.Add(load);
        }

        await page.WaitForFunctionAsync("() => document.querySelectorAll('.plot').length > 0 && document.querySelectorAll(\".plot:not([data-drawn='true'])\").length === 0");
        var result = new JsonObject
        {
            ["part"] = "rows",
            ["trials"] = options.Trials,
            ["repeats"] = options.Repeats,
            ["first_load_paint_ms"] = Math.Round(cold.Paint),
            ["first_load_rows_ms"] = Math.Round(cold.Rows),
            ["paint_ms"] = Milliseconds(loads.Select(load => load.Paint)),
            ["rows_ms"] = Milliseconds(loads.Select(load => load.Rows)),
            ["drawing_longest_task_ms"] = Math.Round(await page.EvaluateAsync<double>("() => longest")),
        };
        await InteractAsync(page, options.Repeats, result);
        await page.Locator(".pager select").SelectOptionAsync($"{MostRows}");
        await page.WaitForFunctionAsync($"() => document.querySelectorAll('#trials tbody tr').length === {MostRows}");
        var frames = await page.EvaluateAsync<double[]>(Scroll);
        result["scroll_rows"] = MostRows;
        result["frame_ms"] = new JsonObject { ["median"] = Tenths(Quantiles.At(frames, 0.5)), ["p95"] = Tenths(Quantiles.At(frames, 0.95)), ["longest"] = Tenths(frames.Max()) };
        return result;
    }

    /// <summary>A small sweep is trained, and the large one made of it while nothing runs.</summary>
    private static async Task StoreAsync(BenchOptions options, string folder)
    {
        string small;
        using (var program = await ServingProgram.StartAsync(options.Program, folder))
        {
            using var http = new HttpClient { BaseAddress = program.Address };
            var answer = await http.PostAsJsonAsync("/api/sweeps", new { text = Sweep });
            answer.EnsureSuccessStatusCode();
            small = (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
            // The stream ends with the sweep.
            await http.GetStringAsync($"/api/sweeps/{small}/events");
        }

        await LargeSweep.StoreAsync(Path.Combine(folder, "ledger.db"), small, Id, options.Trials);
    }

    /// <summary>Milliseconds from the start of the navigation.</summary>
    private sealed record Load(double Paint, double Rows);

    private static async Task<(Load Load, IPage Page)> LoadAsync(IBrowser browser, string address)
    {
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 } });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(120_000);
        await page.AddInitScriptAsync($"({Clock})()");
        await page.GotoAsync(address);
        var rows = await page.WaitForFunctionAsync($"() => document.querySelectorAll('#trials tbody tr').length === {UsualRows} && performance.now()");
        var paint = await page.EvaluateAsync<double>("() => performance.getEntriesByName('first-contentful-paint')[0].startTime");
        return (new Load(paint, await rows.JsonValueAsync<double>()), page);
    }

    private static async Task InteractAsync(IPage page, int repeats, JsonObject result)
    {
        var (sorts, filters, turns) = (new List<double>(), new List<double>(), new List<double>());
        string[] orders = ["validation.loss", "NFE", "Time"];
        for (var i = 0; i < repeats; i++)
        {
            sorts.Add(await page.EvaluateAsync<double>("title => turned(() => [...document.querySelectorAll('#trials .sorter')].find(button => button.textContent === title).click())", orders[i % orders.Length]));
            turns.Add(await page.EvaluateAsync<double>("() => turned(() => document.querySelector('[aria-label=\"Next page\"]').click())"));
            filters.Add(await page.EvaluateAsync<double>(
                """
                text => {
                  const field = document.querySelector('#find-setting');
                  return turned(() => { field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })); });
                }
                """, i % 2 == 0 ? "method=rk4" : "method=bosh3"));
            await page.EvaluateAsync<double>("() => turned(() => document.querySelector('#trials .sorter').click())");
        }

        result["sort_ms"] = Milliseconds(sorts);
        result["page_turn_ms"] = Milliseconds(turns);
        result["filter_ms"] = Milliseconds(filters);
    }

    private static JsonObject Milliseconds(IEnumerable<double> values)
    {
        var all = values.ToArray();
        return new JsonObject { ["median"] = Math.Round(Quantiles.At(all, 0.5)), ["longest"] = Math.Round(all.Max()) };
    }

    private static double Tenths(double value) => Math.Round(value, 1);
}
