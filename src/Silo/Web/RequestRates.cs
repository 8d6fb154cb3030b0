using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Orchestrator.Silo.Web;

/// <summary>Nobody gets so many answers that others get none.</summary>
internal static class RequestRates
{
    /// <param name="perSecond">From one address, on average; twice as many at once.</param>
    public static void Configure(RateLimiterOptions limits, int perSecond)
    {
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = 2 * perSecond,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        };
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(http => RateLimitPartition.GetTokenBucketLimiter(http.Connection.RemoteIpAddress ?? IPAddress.None, _ => bucket));
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = async (rejected, cancellation) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
            await rejected.HttpContext.Response.WriteAsync($"More than {perSecond} requests a second came from this address; ask again in a second, or raise RequestsPerSecond.\n", cancellation);
        };
    }
}
