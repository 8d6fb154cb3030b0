namespace Orchestrator.Grains.Interfaces.Runs;

/// <summary>One run: a trial of a sweep with one seed. Its text form is the key of its grain.</summary>
/// <param name="Replicate">Index of the seed in the sweep's list.</param>
[GenerateSerializer, Immutable, Alias("run-id")]
public readonly record struct RunId(string SweepId, int TrialNumber, int Replicate)
{
    /// <summary>sweep/trial/replicate. Sweep ids contain no slash.</summary>
    public override string ToString() => $"{SweepId}/{TrialNumber}/{Replicate}";

    /// <exception cref="FormatException">The text is not of that form.</exception>
    public static RunId Parse(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 3 && int.TryParse(parts[1], out var trial) && int.TryParse(parts[2], out var replicate)
            ? new RunId(parts[0], trial, replicate)
            : throw new FormatException($"'{text}' is not a run id; it has the form SWEEP/TRIAL/REPLICATE, such as spiral-3fa9c1/4/0.");
    }
}
