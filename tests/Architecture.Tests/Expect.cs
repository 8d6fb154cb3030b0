namespace Orchestrator.Architecture.Tests;

internal static class Expect
{
    /// <summary>Fails with every violation in full, one a line.</summary>
    public static void None(IEnumerable<string> violations)
    {
        var found = violations.ToList();
        if (found.Count > 0)
            Assert.Fail(string.Join(Environment.NewLine, found));
    }
}
