using System.Diagnostics;
using System.Text.Json;
using Orchestrator.Client.Tests.Processes;
using Orchestrator.Silo;
using YamlDotNet.RepresentationModel;

namespace Orchestrator.Client.Tests.Deploy;

/// <summary>The hook by which Kubernetes drains a worker, against the manifest around it and against a silo here.</summary>
public sealed class PreStopTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_hook_asks_a_service_and_port_that_there_are_and_has_its_variables()
    {
        var objects = DeployFiles.Documents("kubernetes", "orchestrator.yaml");
        var script = Script();
        var cluster = script.Split("--cluster ")[1].Split(':');
        var service = objects.Single(each => each.TextAt("kind") == "Service" && each.TextAt("metadata", "name") == cluster[0]);
        Assert.Contains(service.ItemsAt("spec", "ports"), port => port.TextAt("name") == "gateway" && port.TextAt("port") == cluster[1]);
        var container = Worker().At("spec", "template", "spec")!.ItemsAt("containers").Single();
        var given = objects.Single(each => each.TextAt("kind") == "ConfigMap").EntriesAt("data").Select(entry => entry.Key).Concat(container.ItemsAt("env").Select(each => each.TextAt("name"))).ToHashSet();
        Assert.Equal(["ADDRESS", "SILOPORT"], DeployFiles.VariablesIn(script));
        Assert.Superset(new HashSet<string> { "ORCHESTRATOR_ADDRESS", "ORCHESTRATOR_SILOPORT", "ORCHESTRATOR_CERTIFICATES" }, given);
    }

    [Fact]
    public async Task The_hook_drains_its_own_silo()
    {
        using var folder = new TemporaryFolder();
        using var up = OrchestratorProcess.Start(folder, ["up", "--port", "0"]);
        await up.SaidAsync("Serving", Cancellation);
        var devices = await OrchestratorProcess.RunAsync(folder, "devices", "--format", "json");
        using var document = JsonDocument.Parse(devices.Out);
        var address = document.RootElement[0].GetProperty("worker").GetString()!.Split('@')[0].Split(':');
        var gateway = RunningSilo.Find(folder.Data)!.Gateway;

        var script = Script();
        var here = new ProcessStartInfo("sh", ["-c", script.Replace(script.Split("--cluster ")[1], $"{gateway}", StringComparison.Ordinal)])
        {
            WorkingDirectory = Path.GetDirectoryName(Repository.Program),
            RedirectStandardError = true,
        };
        (here.Environment["ORCHESTRATOR_ADDRESS"], here.Environment["ORCHESTRATOR_SILOPORT"]) = (address[0], address[1]);
        using var hook = Process.Start(here)!;
        var said = await hook.StandardError.ReadToEndAsync(Cancellation);
        await hook.WaitForExitAsync(Cancellation);

        Assert.True(hook.ExitCode == 0, said);
        Assert.Equal(0, (await up.EndAsync()).ExitCode);
    }

    private static YamlMappingNode Worker() =>
        DeployFiles.Documents("kubernetes", "orchestrator.yaml").Single(each => each.TextAt("kind") == "StatefulSet" && each.TextAt("metadata", "name") == "orchestrator-worker");

    private static string Script()
    {
        var command = Worker().At("spec", "template", "spec")!.ItemsAt("containers").Single().ItemsAt("lifecycle", "preStop", "exec", "command").Select(part => ((YamlScalarNode)part).Value!).ToArray();
        Assert.Equal(["sh", "-c"], command[..2]);
        return command[2];
    }
}
