using Mono.Cecil;

namespace Orchestrator.Architecture.Tests;

public sealed class ReferenceTests
{
    public static TheoryData<string> ProjectNames => [.. Rules.Projects.Select(r => r.Project)];

    [Fact]
    public void Every_project_has_a_rule() =>
        Assert.Equal(Rules.Projects.Select(r => r.Project).Order(), ProjectFile.All.Select(p => p.Name).Order());

    [Theory, MemberData(nameof(ProjectNames))]
    public void Projects_reference_only_what_the_layout_allows(string project)
    {
        var allowed = Rules.Projects.Single(r => r.Project == project).Projects;

        Expect.None(ProjectFile.All.Single(p => p.Name == project).Projects.Except(allowed));
    }

    [Theory, MemberData(nameof(ProjectNames))]
    public void Projects_ask_only_for_packages_they_may_use(string project) =>
        Expect.None(Violations(project, ProjectFile.All.Single(p => p.Name == project).Packages));

    // A package flows to every project downstream, so a `using` needs no line in a project file.
    [Theory, MemberData(nameof(ProjectNames))]
    public void Assemblies_use_only_libraries_they_may_use(string project) => Expect.None(Violations(project, AssembliesUsedBy(project)));

    [Theory, MemberData(nameof(ProjectNames))]
    public void Assemblies_use_only_projects_the_layout_allows(string project)
    {
        var allowed = Rules.Projects.Single(r => r.Project == project).Projects;
        var own = Rules.Projects.Where(r => !allowed.Contains(r.Project)).Select(r => r.Assembly);

        Expect.None(AssembliesUsedBy(project).Intersect(own));
    }

    [Fact]
    public void What_an_assembly_uses_is_seen()
    {
        Assert.Contains("TorchSharp", AssembliesUsedBy("OdeEngine"));
        Assert.Contains("Orleans.Serialization.Abstractions", AssembliesUsedBy("Grains.Interfaces"));
    }

    [Theory]
    [InlineData("OdeEngine", "Microsoft.Orleans.Sdk")]
    [InlineData("OdeEngine", "Orleans.Core.Abstractions")]
    [InlineData("Grains.Interfaces", "Microsoft.Orleans.Server")]
    [InlineData("Grains.Interfaces", "Orleans.Runtime")]
    [InlineData("Grains.Interfaces", "Orleans.Core")]
    [InlineData("Grains", "Dapper")]
    [InlineData("Grains", "OpenTelemetry.Api")]
    [InlineData("Client", "TorchSharp")]
    [InlineData("Client", "Microsoft.Data.Sqlite")]
    [InlineData("Client", "Microsoft.Orleans.Server")]
    [InlineData("Silo", "libtorch-cpu-linux-x64")]
    public void A_forbidden_library_is_a_violation(string project, string library) => Assert.Single(Violations(project, [library]));

    private static IEnumerable<string> Violations(string project, IEnumerable<string> libraries) => libraries
        .Select(library => (Library: library, Rule: Rules.Of(library)))
        .Where(use => use.Rule is { } rule && !rule.Users.Contains(project))
        .Select(use => $"{project} uses {use.Library}, which is for {string.Join(", ", use.Rule!.Users)}: {use.Rule.Why}.");

    private static List<string> AssembliesUsedBy(string project)
    {
        var assembly = Rules.Projects.Single(r => r.Project == project).Assembly;
        using var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"));
        return [.. module.AssemblyReferences.Select(r => r.Name)];
    }
}
