using System.Diagnostics;
using System.Globalization;

namespace Orchestrator.Cluster.Tests.Fuzz;

/// <summary>
/// Runs a check on made-up inputs, each from its own seed, so that one that fails can be made again. ORCHESTRATOR_FUZZ multiplies their
/// number for a long run, ORCHESTRATOR_FUZZ_SEED begins elsewhere.
/// </summary>
internal static class Inputs
{
    /// <summary>A busy machine may hold one up for seconds; what takes longer hangs.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static readonly int Factor = Variable("ORCHESTRATOR_FUZZ", 1);
    private static readonly int FirstSeed = Variable("ORCHESTRATOR_FUZZ_SEED", 1);

    public static async Task EachAsync(int count, Func<Mutator, Task> check, ITestOutputHelper output)
    {
        var all = Stopwatch.StartNew();
        var slowest = (Took: TimeSpan.Zero, Seed: FirstSeed);
        for (var number = 0; number < count * Factor; number++)
        {
            var seed = FirstSeed + number;
            var one = Stopwatch.StartNew();
            try
            {
                await check(new Mutator(seed));
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Input {seed} (ORCHESTRATOR_FUZZ_SEED={seed}): {error.Message}", error);
            }
            Assert.True(one.Elapsed < Longest, $"Input {seed} took {one.Elapsed}.");
            if (one.Elapsed > slowest.Took) slowest = (one.Elapsed, seed);
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count * Factor} inputs from seed {FirstSeed} in {all.Elapsed.TotalSeconds:F1} s; the slowest, {slowest.Seed}, took {slowest.Took.TotalMilliseconds:F0} ms"));
    }

    public static Task EachAsync(int count, Action<Mutator> check, ITestOutputHelper output) => EachAsync(count, mutator =>
    {
        check(mutator);
        return Task.CompletedTask;
    }, output);

    private static int Variable(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
