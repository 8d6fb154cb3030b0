using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>What a step starts from: the state, and the slopes of earlier steps where the method uses them. f at the state itself is cheaper made again than kept.</summary>
internal sealed class StepStart
{
    private readonly StateBlock[] _older;

    public StepStart(Stepper like, BlockFactory blocks)
    {
        StateBlock New() => blocks.New(like.Y.Batch, like.Y.Features);
        Y = New();
        _older = [.. Enumerable.Range(0, like.Window.Older.Length).Select(_ => New())];
    }

    public StateBlock Y { get; }

    public void CopyFrom(Stepper stepper)
    {
        var all = new RowRange(0, 0, Y.Batch);
        stepper.Arithmetic.CopyRows(Y, stepper.Y, all);
        for (var i = 0; i < _older.Length; i++)
            stepper.Arithmetic.CopyRows(_older[i], stepper.Window.Older[i], all);
    }

    public void CopyTo(Stepper stepper)
    {
        var all = new RowRange(0, 0, Y.Batch);
        stepper.Arithmetic.CopyRows(stepper.Y, Y, all);
        for (var i = 0; i < _older.Length; i++)
            stepper.Arithmetic.CopyRows(stepper.Window.Older[i], _older[i], all);
    }
}
