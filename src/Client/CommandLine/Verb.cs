using System.Reflection;
using Spectre.Console.Cli;

namespace Orchestrator.Client.CommandLine;

/// <summary>One command of the program: everything that help, suggestions and tests need to know of it.</summary>
/// <param name="Examples">Argument lists, without the program's name.</param>
internal abstract record Verb(string Name, string Description, params string[][] Examples)
{
    public abstract Type Settings { get; }

    public abstract void AddTo(IConfigurator configurator);

    /// <summary>All spellings of all options: --data, -q.</summary>
    public IEnumerable<string> OptionNames =>
        Settings.GetProperties()
            .Select(property => property.GetCustomAttribute<CommandOptionAttribute>())
            .OfType<CommandOptionAttribute>()
            .SelectMany(option => option.LongNames.Select(name => $"--{name}").Concat(option.ShortNames.Select(name => $"-{name}")))
            .Concat(["--help", "-h"]);
}

/// <summary>Binds a verb to its command and settings.</summary>
internal sealed record Verb<TCommand, TSettings>(string Name, string Description, params string[][] Examples) : Verb(Name, Description, Examples)
    where TCommand : class, ICommand<TSettings>
    where TSettings : CommandSettings
{
    public override Type Settings => typeof(TSettings);

    public override void AddTo(IConfigurator configurator)
    {
        var command = configurator.AddCommand<TCommand>(Name).WithDescription(Description);
        foreach (var example in Examples)
            command.WithExample(example);
    }
}
