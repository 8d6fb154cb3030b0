using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.OdeEngine.Tests.Training;

/// <summary>Small real plans, and an observer that remembers.</summary>
internal static class TrainingPlans
{
    public static OptimizerSettings[] Optimizers { get; } =
    [
        new OptimizerSettings.Sgd(1e-3, 0.9), new OptimizerSettings.RmsProp(1e-3, 0.99, 1e-8),
        new OptimizerSettings.Adam(1e-2, 0.9, 0.999, 1e-8), new OptimizerSettings.AdamW(1e-2, 0.9, 0.999, 1e-8, 0.01),
    ];

    public static WorkloadSettings Spiral { get; } = new WorkloadSettings.CubicSpiral(200, 5, 4, 5);

    public static WorkloadSettings.Series HudsonBay { get; } = new(HudsonBayFile(), "year", ["hare", "lynx"], SeriesTransform.Log, 0.8, 0.2) { Horizon = new HorizonSettings(0.3, 0.5) };

    public static TrainingPlan Plan(WorkloadSettings workload, string gradient = "direct") => new()
    {
        Workload = workload,
        Model = new ModelSettings.Mlp([8], ActivationKind.Tanh, workload is WorkloadSettings.CubicSpiral ? 3 : 1, false) { Augment = 1 },
        Optimizer = Optimizers[2],
        Solve = new SolveSettings { Solver = OdeSolvers.Find("dopri5")!, RelativeTolerance = 1e-4, AbsoluteTolerance = 1e-6 },
        Gradient = new GradientSettings { Method = GradientMethods.Find(gradient)! },
        Iterations = 100,
        ReportEvery = 10,
        Seed = 1,
    };

    private static string HudsonBayFile()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "examples", "data", "hudson-bay.csv") is var file && File.Exists(file))
                return file;
        throw new FileNotFoundException("examples/data/hudson-bay.csv is not above the test's folder.");
    }
}

internal sealed class Recorder : ITrainingObserver
{
    public List<TrainingObservation> Observations { get; } = [];
    public List<TrainingCheckpoint> Checkpoints { get; } = [];
    public Func<int, bool> Wants { get; init; } = _ => false;
    /// <summary>Stop when asked for the time after this many iterations.</summary>
    public int StopAfter { get; init; } = int.MaxValue;
    private int _asked;

    public bool ShouldStop => _asked++ >= StopAfter;
    /// <summary>Iterations observed although the plan does not ask for them.</summary>
    public Func<int, bool> WantsToSee { get; init; } = _ => false;

    public bool WantsReport(int iteration, FunctionEvaluations evaluations, TimeSpan elapsed) => WantsToSee(iteration);
    public void Observed(TrainingObservation observation) => Observations.Add(observation);
    public bool WantsCheckpoint(int iteration) => Wants(iteration);
    public void Checkpointed(TrainingCheckpoint checkpoint) => Checkpoints.Add(checkpoint);

    /// <summary>Everything but the times, which no two runs share.</summary>
    public IEnumerable<TrainingObservation> WithoutTimes => Observations.Select(o => o with { Times = PhaseTimes.Zero });
}
