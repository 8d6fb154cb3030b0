using System.Reflection;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Live;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Silo;
using Orchestrator.Silo.Security;
using Spectre.Console.Cli;

namespace Orchestrator.Client;

/// <summary>From arguments to an exit code: every way a command can end is decided here.</summary>
internal sealed class ConsoleProgram(ClientServices services)
{
    private const string Name = "orchestrator";

    public static string Version { get; } =
        typeof(ConsoleProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        try
        {
            arguments = LeadingOptions.BehindTheVerb(arguments);
            CommandLineCheck.Verify(arguments, Verbs.All);
            return await Application().RunAsync(arguments, cancellation);
        }
        catch (Exception failure)
        {
            return Explain(failure, arguments, cancellation);
        }
    }

    private CommandApp Application()
    {
        var application = new CommandApp();
        application.Configure(configuration =>
        {
            configuration.SetApplicationName(Name);
            configuration.SetApplicationVersion(Version);
            configuration.UseStrictParsing();
            configuration.PropagateExceptions();
            configuration.ConfigureConsole(services.Streams.Results);
            configuration.Settings.Registrar.RegisterInstance(services);
            configuration.Settings.MaximumIndirectExamples = 0;
            configuration.AddExample("run", "examples/hudson-bay.yaml");
            foreach (var verb in Verbs.All)
                verb.AddTo(configuration);
        });
        return application;
    }

    private int Explain(Exception failure, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var (code, message) = failure switch
        {
            UsageException or WrongVariableException or SecuritySettingsException => (ExitCode.BadInput, failure.Message),
            CommandAppException => (ExitCode.BadInput, $"{failure.Message.TrimEnd('.')}; '{HelpFor(arguments)}' shows how it is used"),
            ClusterUnreachableException or SiloLostException or LedgerUnavailableException or DataDirectoryInUseException => (ExitCode.Unreachable, failure.Message),
            TimeoutException or Orleans.Runtime.SiloUnavailableException => (ExitCode.Unreachable, $"the silo does not answer; if the process that ran it has just ended, the same command works now ({failure.Message})"),
            OperationCanceledException when cancellation.IsCancellationRequested => (ExitCode.Interrupted, "interrupted; nothing was lost"),
            LedgerTooNewException or LedgerDamagedException or DamagedRowException or IOException or UnauthorizedAccessException => (ExitCode.Failed, failure.Message),
            _ => (ExitCode.Failed, $"{failure.Message.Split('\n')[0].TrimEnd()} ({failure.GetType().Name}; this should not happen: --verbose shows where, logs/silo.log in the data directory has more)"),
        };
        services.Streams.Error(message);
        if (arguments.Contains("--verbose"))
            services.Streams.Say(failure.ToString());
        return code;
    }

    private static string HelpFor(IReadOnlyList<string> arguments) => arguments.Count > 0 && Verbs.All.Any(verb => verb.Name == arguments[0]) ? $"{Name} {arguments[0]} --help" : $"{Name} --help";
}
