using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeBench.Measuring;

/// <summary>CPU seconds of one call of the right-hand side alone at the final state: without a tape, with one, and of its vector–Jacobian product.</summary>
internal sealed record FieldCosts(double Call, double TapedCall, double Product)
{
    public static FieldCosts Measure(PreparedWorkload run)
    {
        var (field, elementType) = (run.Field, run.Start.ElementType);
        var (batch, features, time) = (run.Workload.Batch, field.Features, run.Workload.Times[0]);
        using var state = run.Outputs.View(run.Outputs.Count - (batch * features), batch, features);
        using var slope = StateBlock.Zeros(batch, features, elementType);
        var call = Timing.Best(() => field.Evaluate(time, state, slope));
        if (run.Workload.Gradient is null)
            return new FieldCosts(call, 0, 0);
        using var tape = field.NewTape(batch);
        using var ones = StateBlock.Zeros(batch, features, elementType);
        using var stateBar = StateBlock.Zeros(batch, features, elementType);
        ones.Tensor.fill_(1);
        var taped = Timing.Best(() => field.Linearize(time, state, slope, tape));
        var product = Timing.Best(() => field.Vjp(tape, ones, new VjpTargets(stateBar, run.ParameterBar, default)));
        return new FieldCosts(call, taped, product);
    }
}
