using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Silo.Security;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>Makes the certificates by which the silos and clients of a cluster know each other; prints the folders.</summary>
internal sealed class CertificatesCommand(ClientServices services) : Command<CertificatesCommand.Settings>
{
    internal sealed class Settings : CommandSettings
    {
        [CommandArgument(0, "<FOLDER>")]
        [Description("Where the authority is kept, made at the first time; each NAME gets a folder in it")]
        public string Folder { get; init; } = "";

        [CommandArgument(1, "<NAME>")]
        [Description("Host name or IP address of a silo, or with --client any word for a client")]
        public string[] Names { get; init; } = [];

        [CommandOption("--client")]
        [Description("Certificates for clients, which may call silos and not be one")]
        public bool Client { get; init; }
    }

    public override int Execute(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        foreach (var name in settings.Names)
        {
            if (name.Length > 64 || name.Trim('.').Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or ':' or '_'))
                throw UsageException.ForOption("NAME", name, "must be a host name, an IP address or a word of up to 64 letters, digits, '-', '.' and '_'", "for example gpu-1 or 10.0.0.7");
        }
        using var authority = CertificateAuthority.In(Path.GetFullPath(settings.Folder), services.Time);
        foreach (var name in settings.Names)
            services.Streams.Answer(authority.Issue(name, settings.Client ? CertificateUse.Client : CertificateUse.Node));
        services.Streams.Say($"Copy each folder to its machine and name it in {SecuritySettings.VariablePrefix}CERTIFICATES. Whoever has {Path.Combine(settings.Folder, "ca.key")} can let anybody into the cluster: keep it offline.");
        return ExitCode.Done;
    }
}
