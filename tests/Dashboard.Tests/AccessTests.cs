using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Dashboard.Tests;

/// <summary>For who has no mouse or weak eyes.</summary>
[Collection(SiteCollection.Name)]
public sealed class AccessTests(Site site)
{
    /// <summary>
    /// Every visible text whose contrast to what lies behind it is below WCAG 2.1's AA: 4.5, or 3 for large letters. What is disabled is exempt there, and
    /// letters with a halo are measured against the halo's page.
    /// </summary>
    private const string TooFaint = """
        () => {
          const parse = text => { const c = text.match(/[\d.]+/g).map(Number); return c.length > 3 ? c : [...c, 1]; };
          const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
          const light = c => c.slice(0, 3).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
          const behind = element => {
            const layers = [];
            for (let e = element; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3] > 0) layers.push(c); if (c[3] === 1) break; }
            return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
          };
          const opacity = element => { let all = 1; for (let e = element; e; e = e.parentElement) all *= Number(getComputedStyle(e).opacity); return all; };
          const faint = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node = texts.nextNode(); node; node = texts.nextNode()) {
            const e = node.parentElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
            if (!node.data.trim() || !e.checkVisibility({ visibilityProperty: true }) || box.width === 0 || e.closest("script, style, option, [disabled], .mud-disabled, .plotly .modebar")) continue;
            const page = behind(e), own = parse(e instanceof SVGElement ? style.fill : style.color), [a, b] = [light(over([own[0], own[1], own[2], own[3] * opacity(e)], page)), light(page)];
            const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05), size = parseFloat(style.fontSize), large = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700;
            if (ratio < (large ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)}: ${node.data.trim().slice(0, 40)} (${e.tagName.toLowerCase()}.${e.getAttribute("class") ?? ""})`);
          }
          return [...new Set(faint)];
        }
        """;

    /// <summary>Every page with what it shows last, {0} being a sweep that went well and {1} one whose runs fail.</summary>
    private static readonly (string Path, string Shown)[] Pages =
    [
        ("/", "table tbody tr"),
        ("/sweeps/{0}", Drawn),
        ("/sweeps/{1}", "[aria-label='Failures by cause'] .bad"),
        ("/sweeps/nothing", "h1"),
        ("/sweeps/{0}/trials/0", "[aria-label='Runs of the trial'] tbody tr"),
        ("/sweeps/{1}/trials/0", "[aria-label='Runs of the trial'] .bad"),
        ("/sweeps/{0}/trials/77", "h1"),
        ("/sweeps/{0}/trials/0/runs/0", Drawn),
        ("/sweeps/{1}/trials/0/runs/0", "[aria-label='Attempts'] tbody tr"),
        ("/compare?of={0}%2F0&of={0}%2F1", "[aria-label='Settings that differ']"),
        ("/compare?of={0}%2F0", "[role=alert]"),
        ("/compare", "h1"),
        ("/submit", "#sweep-text"),
        ("/devices", "tbody tr"),
        ("/not-found", "h1"),
    ];

    private const string Drawn = ".plot[data-drawn='true']";

    public static TheoryData<string, string, bool> Looks => [.. Pages.SelectMany(page => new (string, string, bool)[] { (page.Path, page.Shown, false), (page.Path, page.Shown, true) })];

    public static TheoryData<string, string> Shown => [.. Pages];

    [Theory, MemberData(nameof(Looks))]
    public async Task Every_text_stands_out_from_what_is_behind_it(string path, string shown, bool dark)
    {
        await using var watched = await site.OpenAsync(Of(path));
        var page = watched.Page;
        if (dark)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Dark colours" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Light colours" })).ToBeVisibleAsync();
        }

        await Expect(page.Locator(shown).First).ToBeVisibleAsync();
        // Colours of the theme fade into each other: what counts is how they rest.
        await page.WaitForFunctionAsync("() => document.getAnimations().every(animation => animation.playState !== 'running')");
        Assert.Empty(await page.EvaluateAsync<string[]>(TooFaint));
        Assert.False(await watched.IsTooWideAsync());
    }

    [Theory, InlineData(ColorScheme.Light), InlineData(ColorScheme.Dark)]
    public async Task So_does_every_text_of_the_reports(ColorScheme colours)
    {
        await using var watched = await site.OpenAsync("/");
        var page = watched.Page;
        await page.EmulateMediaAsync(new() { ColorScheme = colours });
        foreach (var id in new[] { site.Finished, site.Failed })
        {
            await page.GotoAsync(new Uri(site.Http.BaseAddress!, $"/sweeps/{id}/report").ToString());
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            Assert.Empty(await page.EvaluateAsync<string[]>(TooFaint));
            Assert.False(await watched.IsTooWideAsync());
        }
    }

    [Theory, MemberData(nameof(Shown))]
    public async Task On_a_phone_nothing_is_cut_off(string path, string shown)
    {
        await using var watched = await site.OpenAsync(Of(path), 390, 844);
        await Expect(watched.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await Expect(watched.Page.Locator(shown).First).ToBeAttachedAsync();
        Assert.False(await watched.IsTooWideAsync());
    }

    [Fact]
    public async Task Every_part_of_a_sweeps_page_is_reached_by_the_tab_key()
    {
        await using var watched = await site.OpenAsync($"/sweeps/{site.Finished}");
        var page = watched.Page;
        await Expect(page.Locator("#parallel .axis")).ToHaveCountAsync(4);
        await Expect(page.Locator("#figure-timeline .plot[data-drawn='true']")).ToBeVisibleAsync();
        var wanted = new HashSet<string>(["Sweeps", "Dark colours", "Report", "Find a setting", "Columns", "Trial", "NFE", "Compare trial 2", "log y", "Attempts on devices as SVG", "Attempts on devices: data as CSV", "solver", "Parallel coordinates as PNG", "Resolved spec"]);
        for (var press = 0; press < 300 && wanted.Count > 0; press++)
        {
            await page.Keyboard.PressAsync("Tab");
            wanted.Remove(await page.EvaluateAsync<string>("() => { const e = document.activeElement; return (e.getAttribute('aria-label') ?? e.labels?.[0]?.innerText ?? e.textContent).trim(); }"));
        }

        Assert.Empty(wanted);
        watched.AssertNothingWrong();
    }

    [Fact]
    public async Task Brushes_of_the_parallel_coordinates_are_set_and_let_go_by_keyboard()
    {
        await using var watched = await site.OpenAsync($"/sweeps/{site.Finished}");
        var page = watched.Page;
        var axis = page.GetByRole(AriaRole.Slider, new() { Name = "method" }).Or(page.GetByRole(AriaRole.Slider, new() { Name = "solver" }));
        await Expect(axis).ToHaveAttributeAsync("aria-valuetext", "all values");
        await axis.FocusAsync();
        for (var i = 0; i < 6; i++) await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Locator("#parallel-chosen")).ToContainTextAsync("2 of 3 trials");
        await Expect(axis).ToBeFocusedAsync();
        for (var i = 0; i < 6; i++) await page.Keyboard.PressAsync("Shift+ArrowUp");
        await Expect(page.Locator("#parallel-chosen")).ToContainTextAsync("1 of 3 trials");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#parallel-chosen")).ToHaveCountAsync(0);
        watched.AssertNothingWrong();
    }

    private string Of(string path) => string.Format(System.Globalization.CultureInfo.InvariantCulture, path, site.Finished, site.Failed);
}
