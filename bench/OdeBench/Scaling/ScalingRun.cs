using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.OdeBench.Scaling;

/// <summary>Measures the three curves, prints a line for each point and judges the two that have to be flat.</summary>
internal static class ScalingRun
{
    /// <summary>An output inside a step is one combination of its slopes: it may cost a little, for two hundred per step a multiple would be a fault.</summary>
    private const double MostPerOutput = 0.02;

    /// <summary>Checkpointed segments grow with the root of the steps; each step is still made a fixed number of times.</summary>
    private const double MostOverLinear = 1.15;

    private const double MicrosPerSecond = 1e6;

    /// <param name="figures">Folder that gets an SVG per curve; null: none.</param>
    public static int Run(string? figures)
    {
        ScalingCurve[] curves = [ScalingCurve.OfBatch(), ScalingCurve.OfOutputs(), ScalingCurve.OfSteps()];
        foreach (var curve in curves)
        {
            foreach (var point in curve.Points) Console.WriteLine(Line(curve, point).ToJsonString());
            if (figures is not null) ScalingFigure.Write(curve, Path.Combine(figures, $"scaling-{curve.Name}.svg"));
        }
        Judge(curves[1], curves[2]);
        return 0;
    }

    private static void Judge(ScalingCurve outputs, ScalingCurve steps)
    {
        var (few, many) = (outputs.Points[0], outputs.Points[^1]);
        var perOutput = (many.PerStep - few.PerStep) * many.Steps / (many.Size - few.Size) / few.PerStep;
        var linear = steps.Points.Max(point => point.PerStep) / steps.Points.Min(point => point.PerStep);
        var met = (perOutput <= MostPerOutput ? 1 : 0) + (linear <= MostOverLinear ? 1 : 0);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one more output costs {perOutput:F4} steps (at most {MostPerOutput}); the dearest step of {steps.Points[^1].Size} or fewer costs {linear:F2} times the cheapest (at most {MostOverLinear})"));
        Console.WriteLine($"targets met {met} of 2");
    }

    private static JsonObject Line(ScalingCurve curve, ScalingPoint point) => new()
    {
        ["bench"] = "ode",
        ["lib"] = "orchestrator",
        ["scaling"] = curve.Name,
        ["size"] = point.Size,
        ["steps_fwd"] = point.Steps,
        ["fwd_cpu_s_min"] = point.Forward,
        ["bwd_cpu_s_min"] = point.Backward,
        ["us_per_step"] = point.PerStep * MicrosPerSecond,
    };
}
