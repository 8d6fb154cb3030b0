using Microsoft.Playwright;

namespace Orchestrator.ProgramBench.Processes;

/// <summary>Debian's Chromium, or the one that CHROMIUM_PATH names.</summary>
internal static class Browser
{
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright, params string[] arguments) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium",
        Args = ["--no-sandbox", "--disable-gpu", .. arguments],
    });
}
