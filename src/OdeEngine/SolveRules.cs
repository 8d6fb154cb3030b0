using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine;

/// <summary>What settings, times and blocks must satisfy. All contradictions of a call come in one message.</summary>
internal static class SolveRules
{
    /// <exception cref="ArgumentException">Something contradicts; the message lists everything.</exception>
    public static void CheckSettings(CountedField field, int batch, SolveSettings settings, GradientSettings? gradient)
    {
        List<string> broken = [];
        if (batch < 1)
            broken.Add($"batch = {batch}: must be at least 1");
        if (field.Features < 1)
            broken.Add($"the field has {field.Features} features: must be at least 1");
        if (ElementTypeFault(field.Parameters.ElementType) is { } fault)
            broken.Add($"parameters of the field are {fault}");
        CheckSteps(settings, broken);
        CheckController(settings, broken);
        if (gradient is not null)
            CheckGradient(gradient, broken);
        Throw(broken, "The solve cannot be prepared");
    }

    /// <summary>What is wrong with a state of this dtype; null if nothing is.</summary>
    public static string? ElementTypeFault(ScalarType type) => type switch
    {
        ScalarType.Float32 or ScalarType.Float64 => null,
        ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64 =>
            $"{type}: complex states are not supported; write the state as pairs of reals, y = (Re y, Im y) along the features, with twice as many features",
        _ => $"{type}: a state must be Float32 or Float64; convert it with .to(...)",
    };

    /// <exception cref="ArgumentException">Fewer than two times, or not finite, or not strictly monotone.</exception>
    public static void CheckTimes(ReadOnlySpan<double> times)
    {
        if (times.Length < 2)
            throw new ArgumentException($"{times.Length} times were given; a solve needs at least two, the start and the end.", nameof(times));
        for (var i = 0; i < times.Length; i++)
            if (!double.IsFinite(times[i]))
                throw new ArgumentException($"times[{i}] = {times[i]:R}: times must be finite.", nameof(times));
        var direction = Math.Sign(times[^1] - times[0]);
        for (var i = 0; i < times.Length; i++)
        {
            if (i > 0 && Math.Sign(times[i] - times[i - 1]) != direction || direction == 0)
                throw new ArgumentException($"times[{i}] = {times[i]:R} follows {times[Math.Max(0, i - 1)]:R}: times must strictly rise or strictly fall; remove duplicates and sort.", nameof(times));
        }
    }

    /// <exception cref="ArgumentException">y0 is no [batch, features] of the field's features, dtype and device.</exception>
    public static void CheckStart(Tensor y0, IVectorField field)
    {
        if (ElementTypeFault(y0.dtype) is { } fault)
            throw new ArgumentException($"y0 is {fault}.", nameof(y0));
        if (y0.dim() != 2 || y0.size(1) != field.Features || y0.size(0) < 1)
            throw new ArgumentException($"y0 is [{string.Join(", ", y0.shape)}]; it must be [batch, {field.Features}] for this field. A single sample is [1, {field.Features}].", nameof(y0));
        if (y0.dtype != field.Parameters.ElementType)
            throw new ArgumentException($"y0 is {y0.dtype}, the parameters of the field {field.Parameters.ElementType}: convert one with .to(...).", nameof(y0));
        if (y0.device_type != field.Parameters.Flat.device_type)
            throw new ArgumentException($"y0 is on {y0.device}, the parameters of the field on {field.Parameters.Flat.device}: move one with .to(...).", nameof(y0));
    }

    public static void CheckState(StateBlock block, ArithmeticLayout layout, BlockFactory blocks, string name)
    {
        if (block.Batch != layout.Batch || block.Features != layout.Features)
            throw new ArgumentException($"{name} is [{block.Batch}, {block.Features}]; this solve was prepared for [{layout.Batch}, {layout.Features}].", name);
        if (block.ElementType != blocks.ElementType)
            throw new ArgumentException($"{name} is {block.ElementType}, the parameters of the field {blocks.ElementType}: they must be the same.", name);
    }

    public static void CheckGradients(StateBlock outputsBar, StateBlock? y0Bar, StateBlock? parameterBar, StateBlock outputs, int parameters)
    {
        List<string> broken = [];
        Same(broken, "outputsBar", outputsBar, outputs.Batch, outputs);
        if (y0Bar is not null && (y0Bar.Features != outputs.Features || y0Bar.ElementType != outputs.ElementType || outputs.Batch % y0Bar.Batch != 0))
            broken.Add($"y0Bar is {y0Bar.ElementType} [{y0Bar.Batch}, {y0Bar.Features}] and does not fit the state");
        if (parameterBar is not null && (parameterBar.Count != parameters || parameterBar.ElementType != outputs.ElementType))
            broken.Add($"parameterBar is {parameterBar.ElementType} with {parameterBar.Count} values; the field has {parameters} of {outputs.ElementType}");
        Throw(broken, "The gradient cannot be computed");
    }

    private static void Same(List<string> broken, string name, StateBlock block, int rows, StateBlock like)
    {
        if (block.Batch != rows || block.Features != like.Features || block.ElementType != like.ElementType)
            broken.Add($"{name} is {block.ElementType} [{block.Batch}, {block.Features}], must be {like.ElementType} [{rows}, {like.Features}]");
    }

    private static void CheckSteps(SolveSettings settings, List<string> broken)
    {
        var solver = settings.Solver;
        if (solver.IsAdaptive)
        {
            Positive(broken, "RelativeTolerance", settings.RelativeTolerance, "1e-7 is the usual setting");
            Positive(broken, "AbsoluteTolerance", settings.AbsoluteTolerance, "1e-9 is the usual setting");
            if (settings.StepSize is { } step)
                broken.Add($"StepSize = {step:R} with {solver.Name}, which chooses its own steps: leave it out, or use FirstStep and MaxStep");
        }
        else
        {
            if (settings.StepSize is not { } step)
                broken.Add($"{solver.Name} has a fixed step: set StepSize");
            else if (!(step > 0) || !double.IsFinite(step))
                broken.Add($"StepSize = {step:R}: must be positive and finite, also when time runs backwards");
            if (settings.FirstStep is not null)
                broken.Add($"FirstStep with {solver.Name}, which has a fixed step: use StepSize");
        }
        if (settings.FirstStep is { } first && !(first > 0 && double.IsFinite(first)))
            broken.Add($"FirstStep = {first:R}: must be positive and finite, or left out");
        if (!(settings.MinStep >= 0) || !double.IsFinite(settings.MinStep))
            broken.Add($"MinStep = {settings.MinStep:R}: must be zero or more, and finite");
        if (!(settings.MaxStep > 0) || settings.MaxStep < settings.MinStep)
            broken.Add($"MaxStep = {settings.MaxStep:R}: must be positive and not below MinStep = {settings.MinStep:R}");
        if (settings.MaxSteps < 1)
            broken.Add($"MaxSteps = {settings.MaxSteps}: must be at least 1");
        if (settings.AdamsOrder is { } order && !solver.HasOrderOption)
            broken.Add($"AdamsOrder = {order} with {solver.Name}, whose order is {solver.Order}: leave it out");
        else if (settings.AdamsOrder is < 1 or > SolveSettings.MaxAdamsOrder)
            broken.Add($"AdamsOrder = {settings.AdamsOrder}: must be 1 to {SolveSettings.MaxAdamsOrder}");
    }

    private static void CheckController(SolveSettings settings, List<string> broken)
    {
        var gains = settings.Controller;
        if (!(gains.Safety is > 0 and < 1))
            broken.Add($"Controller.Safety = {gains.Safety:R}: must lie between 0 and 1; 0.9 is usual");
        if (!(gains.MinFactor is > 0 and < 1))
            broken.Add($"Controller.MinFactor = {gains.MinFactor:R}: must lie between 0 and 1; 0.2 is usual");
        if (!(gains.MaxFactor > 1))
            broken.Add($"Controller.MaxFactor = {gains.MaxFactor:R}: must be above 1; 10 is usual");
        if (!(gains.IntegralGain + gains.Proportional + gains.Derivative > 0))
            broken.Add("the controller's gains add up to nothing: their sum must be above 0, such as (0, 1, 0)");
    }

    private static void CheckGradient(GradientSettings gradient, List<string> broken)
    {
        if (gradient.RelativeTolerance is { } relative)
            Positive(broken, "the gradient's RelativeTolerance", relative, "leave it out to use that of the solve");
        if (gradient.AbsoluteTolerance is { } absolute)
            Positive(broken, "the gradient's AbsoluteTolerance", absolute, "leave it out to use that of the solve");
        if (!gradient.Method.SolvesBackwards && (gradient.RelativeTolerance is not null || gradient.AbsoluteTolerance is not null || gradient.Seminorm))
            broken.Add($"tolerances or a seminorm for {gradient.Method.Name}, which solves no equation backwards: leave them out");
    }

    private static void Positive(List<string> broken, string name, double value, string fix)
    {
        if (!(value > 0) || !double.IsFinite(value))
            broken.Add($"{name} = {value:R}: must be positive and finite; {fix}");
    }

    private static void Throw(List<string> broken, string what)
    {
        if (broken.Count > 0)
            throw new ArgumentException($"{what}: {string.Join("; ", broken)}.");
    }
}
