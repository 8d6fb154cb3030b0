using System.Net.Mime;
using System.Text;
using Orchestrator.Silo.Security;

namespace Orchestrator.Silo.Web;

/// <summary>Lets nobody past who does not show the token: programs in the header <c>Authorization: Bearer</c>, browsers by a cookie they get for it once.</summary>
internal sealed class TokenGate(AccessToken token, TimeProvider time)
{
    private const string Cookie = "orchestrator-session";
    private const string Scheme = "Bearer ";

    /// <summary>What a probe may ask: they tell nothing but that the process lives.</summary>
    private static readonly string[] Open = ["/health", "/ready", LoginPage.Path];

    public Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        if (Open.Contains(http.Request.Path.Value, StringComparer.Ordinal) || Knows(http)) return next(http);
        http.Response.Headers.CacheControl = "no-store";
        if (WantsPage(http.Request))
        {
            http.Response.Redirect($"{LoginPage.Path}?to={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
            return Task.CompletedTask;
        }

        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return http.Response.WriteAsync("A token is needed: send it as 'Authorization: Bearer TOKEN', or open the start page in a browser.\n", http.RequestAborted);
    }

    public void MapLogin(IEndpointRouteBuilder routes)
    {
        routes.MapGet(LoginPage.Path, http => ShowAsync(http, Knows(http) ? LoginPage.Inside : LoginPage.Form(http.Request.Query["to"].ToString(), ""))).ExcludeFromDescription();
        routes.MapPost(LoginPage.Path, LoginAsync).ExcludeFromDescription();
        routes.MapPost("/logout", Logout).ExcludeFromDescription();
    }

    private bool Knows(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return token.Is(header[Scheme.Length..].Trim());
        return http.Request.Cookies[Cookie] is { } session && token.HasSession(session, time.GetUtcNow());
    }

    private async Task LoginAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        if (!token.Is(form["token"].ToString().Trim()))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            await ShowAsync(http, LoginPage.Form(form["to"].ToString(), "This is not the token."));
            return;
        }

        http.Response.Cookies.Append(Cookie, token.Session(time.GetUtcNow()), Traits(http));
        http.Response.Redirect(LoginPage.Local(form["to"].ToString()));
    }

    private static Task Logout(HttpContext http)
    {
        http.Response.Cookies.Delete(Cookie, Traits(http));
        http.Response.Redirect(LoginPage.Path);
        return Task.CompletedTask;
    }

    /// <summary>Lax, so that a link to a page works; what changes something is refused to other sites' pages anyhow.</summary>
    private static CookieOptions Traits(HttpContext http) => new() { HttpOnly = true, SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", MaxAge = AccessToken.SessionLength };

    private static bool WantsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase));

    private static Task ShowAsync(HttpContext http, string html)
    {
        var headers = http.Response.Headers;
        http.Response.ContentType = $"{MediaTypeNames.Text.Html}; charset=utf-8";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        return http.Response.WriteAsync(html, Encoding.UTF8, http.RequestAborted);
    }
}
