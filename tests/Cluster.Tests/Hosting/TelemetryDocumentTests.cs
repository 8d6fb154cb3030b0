using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.Grains.Telemetry;
using Orchestrator.OdeEngine.Telemetry;
using Orchestrator.OdeEngine.Training;
using Orchestrator.Silo.Telemetry;

namespace Orchestrator.Cluster.Tests.Hosting;

/// <summary>docs/telemetry.md says what the code does. With UPDATE_DOCS=1 in the environment its tables are written anew.</summary>
public sealed partial class TelemetryDocumentTests
{
    internal static ImmutableArray<InstrumentDescription> Instruments { get; } = [.. GrainTelemetry.Instruments, .. EngineTelemetry.Instruments, .. SiloTelemetry.Instruments];

    internal static ImmutableArray<SpanDescription> Spans { get; } = [.. SiloTelemetry.Spans, .. GrainTelemetry.Spans, .. EngineTelemetry.Spans];

    [Fact]
    public void The_tables_of_the_page_are_those_of_the_code()
    {
        Holds("metrics", "| instrument | kind | unit | attributes | meaning |", Instruments.Select(i => $"| `{i.Name}` | {i.Kind} | `{i.Unit}` | {Listed(i.Attributes)} | {i.Meaning} |"));
        Holds("spans", "| span | source | parent | attributes |", Spans.Select(s => $"| `{s.Name}` | `{s.Source}` | {s.Parent} | {Listed(s.Attributes)} |"));
    }

    /// <summary>The rules of OpenTelemetry's semantic conventions for names and units.</summary>
    [Fact]
    public void Names_and_units_follow_the_conventions()
    {
        Assert.True(Instruments.Length > 20);
        Assert.Equal(Instruments.Length, Instruments.DistinctBy(i => i.Name).Count());
        Assert.All(Instruments, i =>
        {
            Assert.Matches(Name(), i.Name);
            Assert.Matches(Unit(), i.Unit);
            Assert.DoesNotContain("total", i.Name, StringComparison.Ordinal);
            if (i.Name.EndsWith(".duration", StringComparison.Ordinal)) Assert.Equal(("histogram", "s"), (i.Kind, i.Unit));
            Assert.All(i.Attributes, attribute => Assert.DoesNotContain(".id", attribute, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void The_page_names_the_variables_that_exist()
    {
        var page = File.ReadAllText(Page);
        Assert.Contains($"`{TraceVariables.Iterations}`", page, StringComparison.Ordinal);
        Assert.Contains($"`{TraceVariables.Solves}`", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_names_the_events_and_their_attributes()
    {
        var page = File.ReadAllText(Page);
        Assert.All((string[])[EngineTelemetry.BurstEvent, EngineTelemetry.ProblemTimeKey, EngineTelemetry.StepBeforeKey, EngineTelemetry.StepAfterKey, EngineTelemetry.RejectedKey],
            name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    private static string Listed(ImmutableArray<string> attributes) => string.Join(", ", attributes.Select(attribute => $"`{attribute}`"));

    private static void Holds(string table, string head, IEnumerable<string> rows)
    {
        var expected = new StringBuilder().Append(head).Append('\n').Append(Dashes().Replace(head, " --- ")).Append('\n').AppendJoin('\n', rows).Append('\n').ToString();
        var block = new Regex($"(?<=<!-- {table}[^>]*-->\n).*?(?=<!-- end -->)", RegexOptions.Singleline);
        var page = File.ReadAllText(Page);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.WriteAllText(Page, page = block.Replace(page, _ => expected, 1));
        Assert.Equal(expected, block.Match(page).Value);
    }

    private static string Page { get; } = Path.Combine(Repository(), "docs", "telemetry.md");

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Orchestrator.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Orchestrator.sln is above no folder of the test program.");
        return folder;
    }

    [GeneratedRegex("(?<=\\|)[^|]+(?=\\|)")]
    private static partial Regex Dashes();

    [GeneratedRegex("^orchestrator(\\.[a-z]+(_[a-z]+)*)+$")]
    private static partial Regex Name();

    [GeneratedRegex("^(s|By|1|\\{[a-z]+\\})$")]
    private static partial Regex Unit();
}
