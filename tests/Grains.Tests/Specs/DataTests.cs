using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Specs;

namespace Orchestrator.Grains.Tests.Specs;

public sealed class DataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SpecCheck Check(string yaml, string? folder = null) => SpecReader.Default.Check(new SweepSource(yaml, "sweep.yaml", folder ?? _folder, []));

    private void Data(string content, string name = "data.csv") => File.WriteAllText(Path.Combine(_folder, name), content);

    [Fact]
    public void Column_names_that_look_like_flags_and_numbers_stay_text()
    {
        Data("on,NO,yes,1e3\n0,1,2,3\n1,2,3,4\n");
        var check = Check("workload: { kind: series, data: data.csv, time: on, columns: [NO, yes, 1e3] }");
        Assert.Empty(check.Errors);
        var series = (WorkloadChoice.Series)check.Spec!.Base.Workload;
        Assert.Equal("on", series.TimeColumn);
        Assert.Equal(["NO", "yes", "1e3"], series.Columns);
        Assert.Equal(check.Spec.Fingerprint, Check(check.Spec.ResolvedYaml, "/").Spec!.Fingerprint);
    }

    [Fact]
    public void Names_and_paths_of_all_scripts_come_back_unchanged()
    {
        const string Name = "Δt=0.1/лынь: «lynx» [1] 🐈";
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "Été 2026", "sweep №1 (a&b)")).FullName;
        File.WriteAllText(Path.Combine(folder, "pelts & co's.csv"), "t,a\n0,1\n1,2\n");
        var check = Check($"name: \"{Name}\"\nworkload: {{ kind: series, data: \"pelts & co's.csv\", time: t, columns: [a] }}", folder);
        Assert.Empty(check.Errors);
        Assert.Equal(Name, check.Spec!.Name);
        Assert.Equal(Path.Combine(folder, "pelts & co's.csv"), ((WorkloadChoice.Series)check.Spec.Base.Workload).File);
        Assert.Equal(Name, Check(check.Spec.ResolvedYaml, "/").Spec!.Name);
    }

    [Fact]
    public void Data_outside_the_roots_is_refused_and_nothing_is_said_about_it()
    {
        var (root, other) = (Directory.CreateDirectory(Path.Combine(_folder, "root")).FullName, Directory.CreateDirectory(Path.Combine(_folder, "root-2")).FullName);
        foreach (var folder in new[] { root, other }) File.WriteAllText(Path.Combine(folder, "data.csv"), "t,a\n0,1\n1,2\n");
        File.CreateSymbolicLink(Path.Combine(root, "file-link.csv"), Path.Combine(other, "data.csv"));
        Directory.CreateSymbolicLink(Path.Combine(root, "folder-link"), other);
        Directory.CreateSymbolicLink(Path.Combine(_folder, "way-in"), root);
        var reader = new SpecReader(new SeriesCheck(), new DataRoots([Path.Combine(_folder, "way-in")]), DeviceKinds.Any);
        SpecCheck Named(string file) => reader.Check(new SweepSource($"workload: {{ kind: series, data: {file}, time: t, columns: [a] }}", "sweep.yaml", root, []));

        Assert.Empty(Named("data.csv").Errors);
        Assert.Empty(Named("../way-in/data.csv").Errors);
        foreach (var outside in new[] { "../root-2/data.csv", "/etc/passwd", "/no/such/file", "file-link.csv", "folder-link/data.csv", "../root" })
        {
            var error = Assert.Single(Named(outside).Errors);
            Assert.Equal(("workload.data", 1), (error.Where, error.Line));
            Assert.Contains("reads data from", error.Rule, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/proc/self/environ")]
    public void What_is_no_ordinary_file_is_refused_instead_of_read_for_ever(string file)
    {
        var error = Assert.Single(Check($"workload: {{ kind: series, data: {file}, time: t, columns: [a] }}").Errors);
        Assert.Contains("no ordinary file", error.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_with_a_null_character_is_told_where_it_was_named()
    {
        var error = Assert.Single(Check("workload: { kind: series, data: \"a\\0b\", time: t, columns: [a] }").Errors);
        Assert.Equal(("workload.data", 1), (error.Where, error.Line));
    }

    [Fact]
    public void A_missing_file_is_told_where_it_was_named()
    {
        var error = Assert.Single(Check("workload:\n  kind: series\n  data: nowhere.csv\n  time: t\n  columns: [a]\n").Errors);
        Assert.Equal("workload.data", error.Where);
        Assert.Equal(3, error.Line);
        Assert.Contains("no such file", error.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_in_the_data_are_told_with_their_lines()
    {
        Data("t,a,b\n0,1,x\n1,-1,3\n1,2,4\n");
        var errors = Check("workload:\n  kind: series\n  data: data.csv\n  time: t\n  columns: [a, b]\n  transform: log\n").Errors;
        Assert.Equal(3, errors.Length);
        Assert.All(errors, error => Assert.Equal(("workload.data", 3), (error.Where, error.Line)));
        foreach (var line in new[] { "line 2, column b", "line 3, column a", "line 4, column t" }) Assert.Contains(errors, error => error.Given.Contains(line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_column_that_is_not_there_is_told_at_the_key_that_names_it()
    {
        Data("t,a\n0,1\n1,2\n");
        var error = Assert.Single(Check("workload:\n  kind: series\n  data: data.csv\n  time: t\n  columns: [b]\n").Errors);
        Assert.Equal(("workload.columns", 5), (error.Where, error.Line));
        error = Assert.Single(Check("workload:\n  kind: series\n  data: data.csv\n  time: s\n  columns: [a]\n").Errors);
        Assert.Equal(("workload.time", 4), (error.Where, error.Line));
    }

    [Fact]
    public void A_transform_that_varies_is_tried_on_the_data()
    {
        Data("t,a\n0,1\n1,-1\n");
        Assert.Contains("logarithm", Assert.Single(Check("workload: { kind: series, data: data.csv, time: t, columns: [a] }\nspace: { workload.transform: [none, log] }").Errors).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Constant_columns_are_remarked_on()
    {
        Data("t,a\n0,5\n1,5\n");
        Assert.Contains("constant", Assert.Single(Check("workload: { kind: series, data: data.csv, time: t, columns: [a], transform: standardize }").Spec!.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_data_file() => Assert.Equal("workload.data", Assert.Single(Check("workload: { kind: series, data: ., time: t, columns: [a] }").Errors).Where);

    [Fact]
    public void The_content_of_the_data_is_part_of_the_experiment()
    {
        const string Yaml = "workload: { kind: series, data: data.csv, time: t, columns: [a] }";
        Data("t,a\n0,1\n1,2\n");
        var before = Check(Yaml).Spec!.Fingerprint;
        Assert.Equal(before, Check(Yaml).Spec!.Fingerprint);
        Data("t,a\n0,1\n1,3\n");
        Assert.NotEqual(before, Check(Yaml).Spec!.Fingerprint);
    }

    [Fact]
    public void The_name_of_the_file_names_the_sweep() => Assert.Equal("sweep", Check(SpecText.Spiral).Spec!.Name);

    [Fact]
    public void The_catalogue_lists_what_files_can_name()
    {
        Assert.Contains(Catalogue.Listing.Solvers, solver => solver is { Name: "dopri5", Adaptive: true });
        Assert.Contains(Catalogue.Listing.Solvers, solver => solver is { Name: "rk4", Adaptive: false });
        Assert.Equal(["direct", "checkpointed", "adjoint", "interpolated"], Catalogue.Listing.Gradients.Select(method => method.Name));
        Assert.Equal(["grid", "random", "sobol", "latin-hypercube", "tpe", "gp", "cma-es", "nsga2", "external"], Catalogue.Listing.Samplers.Select(sampler => sampler.Name));
        Assert.Equal(["none", "asha", "hyperband", "pasha", "median", "percentile", "wilcoxon", "pbt"], Catalogue.Listing.Schedulers.Select(scheduler => scheduler.Name));
        Assert.Contains(Catalogue.Listing.Workloads, workload => workload.Name == "series" && workload.Parameters.Any(parameter => parameter is { Path: "workload.data", Default: "required" }));
    }
}
