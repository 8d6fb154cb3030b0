using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;
using static Orchestrator.Grains.Decisions.Specs.Keys.KeyForms;

namespace Orchestrator.Grains.Decisions.Specs.Keys;

/// <summary>training: iterations, optimiser, reports, checkpoints.</summary>
internal static class TrainingKeys
{
    public const string Iterations = "training.iterations";
    public const string ReportEvery = "training.report_every";
    public const string OptimizerKind = "training.optimizer.kind";
    public const string HorizonStart = "training.horizon.start";

    private const string OnAdam = "training.optimizer.kind in [adam, adamw]";
    private const string AdamSource = "Kingma and Ba 2015";
    private const string DemoSource = "torchdiffeq's ode_demo";

    private static readonly NumberRange _share = new(0, 1) { HighExcluded = true };

    public static ImmutableArray<SpecKey> All { get; } =
    [
        Key(Iterations, Counting(1), "Optimiser steps of one run.", DemoSource, training => Whole(training.Iterations), (training, value) => training with { Iterations = value.Count() }),
        Key(ReportEvery, Counting(1), "Iterations between two reports; the last iteration always reports.", DemoSource, training => Whole(training.ReportEvery), (training, value) => training with { ReportEvery = value.Count() }),
        Key("training.precision", OneOf(SpecNames.Precisions), "Of state, parameters and gradients; time is always float64.", "what PyTorch users train in", training => Text(training.Precision), (training, value) => training with { Precision = value.Text() }),
        OfOptimizer(OptimizerKind, OneOf(SpecNames.Optimizers), "The optimiser.", "the usual choice for Neural ODEs", null, optimizer => Text(optimizer.Kind), (optimizer, value) => optimizer with { Kind = value.Text() }),
        OfOptimizer("training.optimizer.learning_rate", new ValueKind.Number(NumberRange.Positive), "Step of the optimiser.", AdamSource, null, optimizer => Number(optimizer.LearningRate), (optimizer, value) => optimizer with { LearningRate = value.Number() }) with { MayChange = true },
        OfOptimizer("training.optimizer.beta1", new ValueKind.Number(_share), "Decay of the mean of gradients.", AdamSource, OnAdam, optimizer => Number(optimizer.Beta1), (optimizer, value) => optimizer with { Beta1 = value.Number() }) with { MayChange = true },
        OfOptimizer("training.optimizer.beta2", new ValueKind.Number(_share), "Decay of the mean of squared gradients.", AdamSource, OnAdam, optimizer => Number(optimizer.Beta2), (optimizer, value) => optimizer with { Beta2 = value.Number() }) with { MayChange = true },
        OfOptimizer("training.optimizer.epsilon", new ValueKind.Number(NumberRange.Positive), "Keeps the division finite.", AdamSource, "training.optimizer.kind in [adam, adamw, rmsprop]", optimizer => Number(optimizer.Epsilon), (optimizer, value) => optimizer with { Epsilon = value.Number() }) with { MayChange = true },
        OfOptimizer("training.optimizer.weight_decay", new ValueKind.Number(NumberRange.NotNegative), "Decoupled weight decay.", "PyTorch's AdamW", "training.optimizer.kind == adamw", optimizer => Number(optimizer.WeightDecay), (optimizer, value) => optimizer with { WeightDecay = value.Number() }) with { MayChange = true },
        OfOptimizer("training.optimizer.momentum", new ValueKind.Number(_share), "Share of the last step that goes on.", "PyTorch's SGD", "training.optimizer.kind == sgd", optimizer => Number(optimizer.Momentum), (optimizer, value) => optimizer with { Momentum = value.Number() }) with { MayChange = true },
        OfOptimizer("training.optimizer.decay", new ValueKind.Number(_share), "Decay of the mean of squared gradients.", "PyTorch's RMSprop (alpha)", "training.optimizer.kind == rmsprop", optimizer => Number(optimizer.Decay), (optimizer, value) => optimizer with { Decay = value.Number() }) with { MayChange = true },
        Key(HorizonStart, new ValueKind.Number(new NumberRange(0, 1) { LowExcluded = true }), "Share of the training times seen at first; a long series is easier to learn from its beginning.", "all of them", training => Number(training.HorizonStart), (training, value) => training with { HorizonStart = value.Number() }) with { AppliesWhen = WorkloadKeys.OnSeries },
        Key("training.horizon.full_at", new ValueKind.Number(new NumberRange(0, 1) { LowExcluded = true }), "Share of the iterations after which all training times are seen; the horizon grows linearly until then.", "half of the training at full length", training => Number(training.HorizonFullAt), (training, value) => training with { HorizonFullAt = value.Number() }) with { AppliesWhen = WorkloadKeys.OnSeries },
        Key("training.checkpoint_every", new ValueKind.Duration(), "Time between checkpoints: the most work that is lost when a machine dies.", "seconds of work at most", training => Span(training.CheckpointEvery), (training, value) => training with { CheckpointEvery = value.SpanOrNone()!.Value }) with { CanVary = false },
    ];

    private static SpecKey Key(string path, ValueKind kind, string description, string source, Func<TrainingChoice, ParameterValue?> get, Func<TrainingChoice, ParameterValue?, TrainingChoice> set)
        => new(path, kind, description)
        {
            CanVary = true,
            DefaultSource = source,
            Get = spec => get(spec.Base.Training),
            Set = (spec, value) => spec with { Base = spec.Base with { Training = set(spec.Base.Training, value) } },
        };

    private static SpecKey OfOptimizer(
        string path, ValueKind kind, string description, string source, string? appliesWhen, Func<OptimizerChoice, ParameterValue?> get, Func<OptimizerChoice, ParameterValue?, OptimizerChoice> set)
        => Key(path, kind, description, source, training => get(training.Optimizer), (training, value) => training with { Optimizer = set(training.Optimizer, value) }) with { AppliesWhen = appliesWhen };
}
