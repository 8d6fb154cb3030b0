using System.Text.Encodings.Web;

namespace Orchestrator.Silo.Web;

/// <summary>The one page that is shown without a token: it takes everything it needs along and says nothing of what is behind it.</summary>
internal static class LoginPage
{
    public const string Path = "/login";

    /// <summary>What somebody sees who has logged in already.</summary>
    public static string Inside { get; } = Document("""
        <p>You are logged in. <a href="/">To the sweeps</a></p>
        <form method="post" action="/logout"><button>Log out</button></form>
        """);

    /// <param name="to">Where to go afterwards.</param>
    /// <param name="complaint">Empty: none.</param>
    public static string Form(string to, string complaint) => Document($"""
        <form method="post" action="{Path}">
        <input type="hidden" name="to" value="{HtmlEncoder.Default.Encode(Local(to))}">
        <label for="token">Token of this server</label>
        <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
        <p role="alert">{HtmlEncoder.Default.Encode(complaint)}</p>
        <button>Log in</button>
        </form>
        """);

    /// <summary>The address if it is one of this server, else the start page: nobody is sent elsewhere.</summary>
    public static string Local(string to) => to.StartsWith('/') && to.Length < 2048 && !(to.Length > 1 && to[1] is '/' or '\\') && !to.Any(char.IsControl) ? to : "/";

    private static string Document(string body) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Orchestrator: log in</title><link rel="icon" href="data:,">
        <style>body{font:1rem system-ui,sans-serif;max-width:24rem;margin:15vh auto;padding:0 1rem}label,input{display:block;width:100%;box-sizing:border-box}input,button{font:inherit;padding:.5rem;margin:.5rem 0}p[role]{color:#b00020}</style>
        </head>
        <body><main><h1>Orchestrator</h1>{{body}}</main></body>
        </html>
        """;
}
