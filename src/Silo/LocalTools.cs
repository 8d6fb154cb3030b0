using Orchestrator.Grains.Decisions.Specs.Writing;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Specs;
using Orchestrator.Silo.Local;

namespace Orchestrator.Silo;

/// <summary>What this program can tell without a silo and without writing anything.</summary>
public static class LocalTools
{
    /// <summary>Everything that a sweep file can name.</summary>
    public static Catalogue Catalogue => CatalogueView.Of(Grains.Specs.Catalogue.Listing);

    /// <summary>Reads and checks a sweep file; every mistake at once.</summary>
    public static SpecCheck Check(SweepSource source) => SpecReader.Default.Check(source);

    /// <summary>JSON Schema of sweep files, for editors.</summary>
    public static string Schema() => SpecSchema.Json();

    /// <summary>What this machine can do, and the state of the data directory.</summary>
    public static DoctorReport Doctor(string dataDirectory) => Examination.Of(dataDirectory);
}
