namespace Orchestrator.Grains.Decisions.Specs.Conditions;

/// <summary>What a condition is written for.</summary>
internal enum ConditionUse
{
    /// <summary>When a key exists. Only values are asked for, so that cells of a grid can be counted by arithmetic.</summary>
    When,

    /// <summary>Which points are tried. Sizes may be compared as well.</summary>
    Constraint,
}
