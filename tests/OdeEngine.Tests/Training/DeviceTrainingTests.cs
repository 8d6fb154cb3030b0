using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Native;
using Orchestrator.OdeEngine.Training;
using TorchSharp;

namespace Orchestrator.OdeEngine.Tests.Training;

/// <summary>Whole trainings on a device whose memory is closed, as that of a GPU is, and on every GPU that there is, against the same on the processor.</summary>
public sealed class DeviceTrainingTests
{
    private static IEnumerable<string> Elsewhere => CudaDevices.Find().Select(device => device.Name).Prepend(ComputeDevice.Tensors.Name);

    public static TheoryData<string, string> Gradients => [.. from device in Elsewhere from method in GradientMethods.All select (device, method.Name)];

    public static TheoryData<string, string, bool> Trainings
        => [.. from device in Elsewhere from method in GradientMethods.All from spiral in new[] { true, false } select (device, method.Name, spiral)];

    public static TheoryData<string, bool, int> Handovers
        => [.. from device in Elsewhere from firstHere in new[] { true, false } from optimizer in Enumerable.Range(0, TrainingPlans.Optimizers.Length) select (device, firstHere, optimizer)];

    [Theory, MemberData(nameof(Trainings))]
    public void A_training_elsewhere_is_that_of_the_processor_up_to_rounding(string device, string gradient, bool spiral)
    {
        var plan = Plan(gradient, spiral) with { AuditEvery = 20 };
        var (here, elsewhere) = (new Recorder(), new Recorder());
        var expected = Assert.IsType<TrainingEnd.Completed>(TrainingSession.Run(plan, null, here)).Fit!;
        var got = Assert.IsType<TrainingEnd.Completed>(TrainingSession.Run(plan with { Device = Device(device) }, null, elsewhere)).Fit!;

        Assert.Equal(here.Observations.Count, elsewhere.Observations.Count);
        foreach (var (a, b) in here.Observations.Zip(elsewhere.Observations))
        {
            Assert.Equal((a.Iteration, a.Evaluations, a.AcceptedSteps, a.RejectedSteps), (b.Iteration, b.Evaluations, b.AcceptedSteps, b.RejectedSteps));
            Close(a.TrainingLoss, b.TrainingLoss);
            Close(a.ValidationLoss!.Value, b.ValidationLoss!.Value);
            Assert.Equal(a.GradientError is null, b.GradientError is null);
            Assert.Equal(a.GradientError ?? 0, b.GradientError ?? 0, 1e-6);
            Assert.True(b.EnginePeakBytes > 0);
        }
        foreach (var (a, b) in expected.Curves.Zip(got.Curves)) Assert.All(a.Values.Zip(b.Values), pair => Close(pair.First, pair.Second));
        Assert.All(expected.Portrait!.SlopeX.Zip(got.Portrait!.SlopeX), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.All(expected.Portrait.SlopeY.Zip(got.Portrait.SlopeY), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Theory, MemberData(nameof(Handovers))]
    public void A_run_goes_on_on_another_kind_of_device(string device, bool firstHere, int optimizer)
    {
        var plan = Plan("direct", spiral: true) with { Optimizer = TrainingPlans.Optimizers[optimizer] };
        var whole = new Recorder();
        TrainingSession.Run(plan, null, whole);
        var elsewhere = plan with { Device = Device(device) };
        var stopped = Assert.IsType<TrainingEnd.Stopped>(TrainingSession.Run(firstHere ? plan : elsewhere, null, new Recorder { StopAfter = 23 }));
        var second = new Recorder();
        TrainingSession.Run(firstHere ? elsewhere : plan, stopped.At, second);

        Assert.Equal(whole.Observations[^1].Evaluations, second.Observations[^1].Evaluations);
        Close(whole.Observations[^1].ValidationLoss!.Value, second.Observations[^1].ValidationLoss!.Value);
    }

    [Theory, MemberData(nameof(Gradients))]
    public void Every_iteration_leaves_as_many_tensors_as_it_found(string device, string gradient)
    {
        List<long> alive = [];
        var after = -1L;
        // Hardly learning and on all of the series, so that no solve has more steps, and keeps more for the next one, than the first.
        var plan = Plan(gradient, spiral: false) with
        {
            Device = Device(device),
            Workload = TrainingPlans.HudsonBay with { Horizon = null },
            Optimizer = new OptimizerSettings.Adam(1e-15, 0.9, 0.999, 1e-8),
            AuditEvery = 10,
        };
        var thread = new Thread(() =>
        {
            DisposeScopeManager.Statistics.Reset();
            TrainingSession.Run(plan, null, new Recorder
            {
                Wants = _ => true,
                WantsToSee = _ =>
                {
                    alive.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
                    return true;
                },
            });
            after = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        });
        thread.Start();
        thread.Join();
        Assert.Equal(alive[^20], alive[^1]);
        Assert.Equal(0, after);
    }

    private static ComputeDevice Device(string name) => ComputeDevice.Find(name, out _)!;

    private static TrainingPlan Plan(string gradient, bool spiral) => TrainingPlans.Plan(spiral ? TrainingPlans.Spiral : TrainingPlans.HudsonBay, gradient) with
    {
        // Without augmented features there is a picture of the field.
        Model = new ModelSettings.Mlp([8], ActivationKind.Tanh, spiral ? 3 : 1, true),
        ElementType = torch.ScalarType.Float64,
        Iterations = 40,
    };

    private static void Close(double expected, double actual) => Assert.Equal(expected, actual, 1e-8 * Math.Max(1, Math.Abs(expected)));
}
