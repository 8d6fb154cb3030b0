using System.Diagnostics;
using System.Globalization;
using Orchestrator.Client.Tests.Processes;
using YamlDotNet.RepresentationModel;

namespace Orchestrator.Client.Tests.Deploy;

/// <summary>What can be said of files that are started elsewhere without starting them.</summary>
public sealed class DeployTests
{
    public static TheoryData<string> WithVariables => ["Dockerfile", "Dockerfile.cuda", "compose/compose.yaml", "kubernetes/orchestrator.yaml", "kubernetes/gpu-worker.yaml", "systemd/silo.env"];

    [Theory, MemberData(nameof(WithVariables))]
    public void Every_variable_is_a_setting_of_a_silo(string file)
    {
        var variables = DeployFiles.VariablesIn(File.ReadAllText(DeployFiles.At(file.Split('/')))).ToArray();
        Assert.NotEmpty(variables);
        Assert.All(variables, variable => Assert.True(variable == "DATADIRECTORY" || DeployFiles.Settings.Contains(variable), $"{variable} is no setting of docs/cluster.md"));
    }

    [Theory, InlineData("Dockerfile", ""), InlineData("Dockerfile.cuda", "-p:Accelerator=cuda ")]
    public void The_image_starts_what_its_project_builds(string file, string accelerator)
    {
        var text = File.ReadAllText(DeployFiles.At(file));
        Assert.Contains($"dotnet publish src/Silo -c Release {accelerator}-o /app", text, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Repository.Root, "src", "Silo", "Silo.csproj")));
        Assert.Contains($"dotnet publish src/Client -c Release {accelerator}-o /app", text, StringComparison.Ordinal);
        Assert.Contains("\"Orchestrator.Silo.dll\"", text, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(Repository.Program)!, "Orchestrator.Silo.dll")));
    }

    [Fact]
    public void Compose_names_only_files_secrets_and_services_that_exist()
    {
        var compose = Assert.Single(DeployFiles.Documents("compose", "compose.yaml"));
        var services = compose.EntriesAt("services").ToDictionary();
        var secrets = compose.EntriesAt("secrets").Select(secret => secret.Key).ToHashSet();
        var volumes = compose.EntriesAt("volumes").Select(volume => volume.Key).ToHashSet();
        var prepared = File.ReadAllText(DeployFiles.At("compose", "prepare.sh"));
        foreach (var (name, service) in services)
        {
            Assert.All(service.ItemsAt("secrets"), secret => Assert.Contains(((YamlScalarNode)secret).Value!, secrets));
            Assert.All(service.EntriesAt("depends_on"), needed => Assert.True(services.ContainsKey(needed.Key), $"{name} waits for {needed.Key}"));
            foreach (var source in service.ItemsAt("volumes").Select(volume => ((YamlScalarNode)volume).Value!.Split(':')[0]))
            {
                if (source.StartsWith("./secrets/pki/", StringComparison.Ordinal)) Assert.Contains(source.Split('/')[3] is "ca.crt" ? "certificates secrets/pki" : source.Split('/')[3], prepared, StringComparison.Ordinal);
                else if (source.StartsWith('.')) Assert.True(Path.Exists(DeployFiles.At("compose", source)), $"{name} mounts {source}");
                else Assert.Contains(source, volumes);
            }
        }
        Assert.All(compose.EntriesAt("secrets"), secret => Assert.Contains($"> {secret.Value.TextAt("file")[2..]}", prepared, StringComparison.Ordinal));
        Assert.Equal(2, services.Count(service => service.Value.At("environment", "ORCHESTRATOR_DATABASE") is not null));
        Assert.All(services.Where(service => service.Value.At("build") is not null), silo =>
        {
            Assert.True(File.Exists(Path.Combine(DeployFiles.At("compose"), silo.Value.TextAt("build", "context"), silo.Value.TextAt("build", "dockerfile"))));
            Assert.Equal(silo.Key, silo.Value.TextAt("environment", "ORCHESTRATOR_ADDRESS"));
            Assert.True(Seconds(silo.Value.TextAt("stop_grace_period")) > Seconds(silo.Value.TextAt("environment", "ORCHESTRATOR_STOPWITHINSECONDS")));
        });
    }

    [Fact]
    public async Task Prometheus_of_compose_takes_its_configuration_and_asks_the_silos_where_they_serve()
    {
        var compose = Assert.Single(DeployFiles.Documents("compose", "compose.yaml"));
        var text = await File.ReadAllTextAsync(DeployFiles.At("compose", "prometheus.yml"), TestContext.Current.CancellationToken);
        foreach (var (name, silo) in compose.EntriesAt("services").Where(service => service.Value.At("build") is not null))
            Assert.Contains($"{name}:{silo.TextAt("environment", "ORCHESTRATOR_HTTPPORT")}", text, StringComparison.Ordinal);
        // The files that it names are those of the container; the rules beside it are the same.
        using var folder = new TemporaryFolder();
        foreach (var rules in new[] { "recording.yml", "alerts.yml" }) File.Copy(DeployFiles.At("prometheus", rules), Path.Combine(folder.Path, rules));
        var here = text.Replace("/etc/prometheus/ca.crt", folder.Write("ca.crt", "x"), StringComparison.Ordinal).Replace("/run/secrets/token", folder.Write("token", "x"), StringComparison.Ordinal);
        Assert.Equal((0, ""), await OutcomeAsync("promtool", "check", "config", "--syntax-only", folder.Write("prometheus.yml", here)));
    }

    [Fact]
    public void Kubernetes_probes_ports_volumes_and_selectors_fit_together()
    {
        YamlMappingNode[] objects = [.. DeployFiles.Documents("kubernetes", "orchestrator.yaml"), .. DeployFiles.Documents("kubernetes", "gpu-worker.yaml")];
        var settings = objects.Single(each => each.TextAt("kind") == "ConfigMap").EntriesAt("data").ToDictionary(entry => entry.Key, entry => ((YamlScalarNode)entry.Value).Value!);
        var sets = objects.Where(each => each.TextAt("kind") == "StatefulSet").ToArray();
        Assert.Equal(3, sets.Length);
        foreach (var set in sets)
        {
            var pod = set.At("spec", "template", "spec")!;
            var container = Assert.Single(pod.ItemsAt("containers"));
            var environment = settings.Concat(container.ItemsAt("env").Where(each => each.At("value") is not null).Select(each => KeyValuePair.Create(each.TextAt("name"), each.TextAt("value")))).ToDictionary();
            var ports = container.ItemsAt("ports").ToDictionary(port => port.TextAt("name"), port => port.TextAt("containerPort"));
            foreach (var (port, setting) in new[] { ("silo", "SILOPORT"), ("gateway", "GATEWAYPORT"), ("pages", "HTTPPORT") })
                Assert.Equal(ports.GetValueOrDefault(port), environment.GetValueOrDefault($"ORCHESTRATOR_{setting}"));
            Assert.All(new[] { "readinessProbe", "livenessProbe" }, probe => Assert.Contains((container.At(probe, "httpGet", "port") ?? container.At(probe, "tcpSocket", "port"))!.ToString(), ports.Keys));
            Assert.Equal(pod.ItemsAt("volumes").Select(volume => volume.TextAt("name")).Order(), container.ItemsAt("volumeMounts").Select(mount => mount.TextAt("name")).Order());
            Assert.True(Seconds(pod.TextAt("terminationGracePeriodSeconds")) > Seconds(settings["ORCHESTRATOR_STOPWITHINSECONDS"]));
            Assert.Equal(set.At("spec", "selector", "matchLabels"), set.At("spec", "template", "metadata", "labels"));
            Assert.Contains(objects, each => each.TextAt("kind") == "Service" && each.TextAt("metadata", "name") == set.TextAt("spec", "serviceName") && Equals(each.At("spec", "selector"), set.At("spec", "selector", "matchLabels")));
            Assert.Contains(objects, each => each.TextAt("kind") == "PodDisruptionBudget" && Equals(each.At("spec", "selector"), set.At("spec", "selector")));
        }

        // Those that hold devices are closed to strangers and drained by the hook that PreStopTests runs.
        var workers = sets.Where(set => set.TextAt("metadata", "name").EndsWith("worker", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, workers.Length);
        Assert.Single(workers.Select(set => set.At("spec", "template", "spec")!.ItemsAt("containers").Single().At("lifecycle")!.ToString()).Distinct());
        Assert.All(workers, set => Assert.Contains(objects, each => each.TextAt("kind") == "NetworkPolicy" && Equals(each.At("spec", "podSelector"), set.At("spec", "selector"))));
    }

    [Fact]
    public async Task Systemd_takes_the_unit()
    {
        // It also checks that the program is there, which it is on the host only.
        using var folder = new TemporaryFolder();
        var unit = await File.ReadAllTextAsync(DeployFiles.At("systemd", "orchestrator-silo.service"), TestContext.Current.CancellationToken);
        Assert.Contains("ExecStart=/usr/bin/dotnet /opt/orchestrator/Orchestrator.Silo.dll", unit, StringComparison.Ordinal);
        if (!File.Exists("/usr/bin/systemd-analyze")) Assert.Skip("systemd is not installed here.");
        var file = folder.Write("orchestrator-silo.service", unit.Replace("/usr/bin/dotnet", "/bin/sh", StringComparison.Ordinal));
        Assert.Equal((0, ""), await OutcomeAsync("systemd-analyze", "verify", "--man=no", file));
    }

    private static int Seconds(string text) => int.Parse(text.TrimEnd('s'), CultureInfo.InvariantCulture);

    /// <summary>Exit code, and what was said on standard error.</summary>
    private static async Task<(int ExitCode, string Error)> OutcomeAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? "" : error + await said);
    }
}
