using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.Grains.Tests.Reports;

/// <summary>
/// A sweep as real ones look: 14 trials (three adaptive solvers × two tolerances and rk4, × direct and adjoint), three seeds, curves over 300 iterations,
/// two failed runs. Made from formulas and a seeded generator.
/// </summary>
internal sealed record SampleHistory(SweepRow Sweep, ImmutableArray<TrialRow> Trials, ImmutableArray<RunRow> Runs, ImmutableArray<ObservationRow> Observations)
{
    private const int Iterations = 300;

    public static SampleHistory Make(string name = "hudson-bay-solvers")
    {
        ImmutableArray<SpaceKey> space =
        [
            Rows.Key("solver.method", Rows.Text("dopri5"), Rows.Text("tsit5"), Rows.Text("bosh3"), Rows.Text("rk4")),
            Rows.Key("solver.rtol", Rows.Number(1e-3), Rows.Number(1e-5)),
            Rows.Key("solver.step_size", Rows.Number(0.1)),
            Rows.Key("gradient.method", Rows.Text("direct"), Rows.Text("adjoint")),
        ];
        ImmutableArray<TrialRow> trials = [.. Settings().Select((setting, number) => Rows.Trial(number, setting))];
        var runs = ImmutableArray.CreateBuilder<RunRow>();
        var observations = ImmutableArray.CreateBuilder<ObservationRow>();
        foreach (var trial in trials)
            for (var replicate = 0; replicate < 3; replicate++) Train(trial, replicate, runs, observations);
        var sweep = Rows.Sweep(3, [Rows.Minimize("validation.loss"), Rows.Minimize("nfe.total")], space, name);
        return new(sweep, trials, runs.ToImmutable(), observations.ToImmutable());
    }

    private static IEnumerable<(string, ParameterValue)[]> Settings()
    {
        foreach (var method in (string[])["dopri5", "tsit5", "bosh3"])
            foreach (var tolerance in (double[])[1e-3, 1e-5])
                foreach (var gradient in (string[])["direct", "adjoint"])
                    yield return [("solver.method", Rows.Text(method)), ("solver.rtol", Rows.Number(tolerance)), ("gradient.method", Rows.Text(gradient))];
        foreach (var gradient in (string[])["direct", "adjoint"])
            yield return [("solver.method", Rows.Text("rk4")), ("solver.step_size", Rows.Number(0.1)), ("gradient.method", Rows.Text(gradient))];
    }

    private static void Train(TrialRow trial, int replicate, ImmutableArray<RunRow>.Builder runs, ImmutableArray<ObservationRow>.Builder observations)
    {
        string Value(string path) => trial.Assignment.FirstOrDefault(assigned => assigned.Path == path)?.Value.Display ?? "";
        var random = new Random((trial.Number * 31) + replicate);
        var adjoint = Value("gradient.method") == "adjoint";
        var tight = Value("solver.rtol") == "1E-05";
        var perIteration = (Value("solver.method"), tight) switch { ("bosh3", true) => 190, ("bosh3", _) => 74, ("rk4", _) => 84, ("dopri5", true) => 110, ("tsit5", true) => 98, ("dopri5", _) => 62, _ => 56 };
        var floor = (tight ? 0.021 : 0.026) * (1 + (0.02 * trial.Number % 0.11)) * (1 + (0.1 * (random.NextDouble() - 0.5)));
        var fails = (trial.Number == 13 && replicate == 1) || (trial.Number == 9 && replicate == 2);
        Observation last = Rows.Observation(0, 1);
        long forward = 0, backward = 0;
        var seed = 0.3 * random.NextDouble();
        for (var iteration = 10; iteration <= (fails ? 120 : Iterations); iteration += 10)
        {
            forward += (long)(10 * perIteration * (1 + (iteration / 900.0)));
            backward += adjoint ? (long)(13 * perIteration * (1 + (iteration / 700.0))) : 0;
            var loss = floor + ((0.9 + seed) * Math.Exp(-iteration / 48.0)) + (0.01 * random.NextDouble() * Math.Exp(-iteration / 150.0));
            last = At(iteration, loss, forward, backward, perIteration, adjoint, random);
            observations.Add(new(new RunId(Rows.SweepId, trial.Number, replicate), 1, last));
        }

        runs.Add(!fails ? Rows.Completed(trial.Number, replicate, last, Fit(replicate))
            : trial.Number == 13 ? Rows.Ended(13, 1, RunStatus.Failed, FailureCause.LossNonFinite, "loss is NaN at iteration 127; the last finite loss was 3.2e+11", last)
            : Rows.Ended(9, 2, RunStatus.Failed, FailureCause.MaxSteps, "10000 steps taken in the backward solve of iteration 124 and t = 1907.3 reached of 1900; dt = 3.1e-05", last));
    }

    private static Observation At(int iteration, double loss, long forward, long backward, int perIteration, bool adjoint, Random random)
    {
        var timed = iteration - 3;
        var noise = 1 + (0.05 * random.NextDouble());
        var seconds = new PhaseSeconds(1e-5 * timed, 7.1e-5 * perIteration * timed * noise, (adjoint ? 1.6e-4 : 8.9e-5) * perIteration * timed * noise, 2e-4 * timed, 1e-4 * timed, 0.4, 3);
        return new(iteration, loss * 0.7, loss, forward, backward, 0, forward / 2, iteration * 20, iteration * 2, 0.013, 1.4, seconds, (adjoint ? 21L : 38L + (perIteration / 9)) * 1024 * 1024, null);
    }

    private static string Fit(int replicate)
    {
        double Hare(double t) => 35 + (32 * Math.Sin((t - 1901 + (0.15 * replicate)) * 0.63));
        double Lynx(double t) => 24 + (19 * Math.Sin((t - 1903 + (0.2 * replicate)) * 0.63));
        ImmutableArray<double> dense = [.. Enumerable.Range(0, 401).Select(i => 1900 + (i / 20.0))];
        ImmutableArray<double> years = [.. Enumerable.Range(1900, 21).Select(year => (double)year)];
        var noise = new Random(7);
        FitCurve Curve(string column, Func<double, double> f) => new(column, dense, [.. dense.Select(f)], years, [.. years.Select(t => f(t) + (9 * (noise.NextDouble() - 0.5)))]);
        return JsonSerializer.Serialize(new FitCurves("year", "", 1914, [Curve("hare", Hare), Curve("lynx", Lynx)]));
    }
}
