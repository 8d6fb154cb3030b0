using Orchestrator.Grains.Decisions.Search.Learning;

namespace Orchestrator.Grains.Decisions.Search.Gp;

/// <summary>A point with its expected improvement.</summary>
/// <param name="Latent">One coordinate in [0, 1] per key, also of keys that do not exist at this point.</param>
/// <param name="Gain">log EI.</param>
internal sealed record Proposal(double[] Latent, EncodedPoint Point, double Gain);
