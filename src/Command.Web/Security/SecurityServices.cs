using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Command.Web.Security;

/// <summary>Registers who is asking: accounts, sessions, schemes, keys, limits. Deny by default.</summary>
internal static class SecurityServices
{
    public static IServiceCollection AddCommandSecurity(this IServiceCollection services)
    {
        services
            .AddOptions<SecurityOptions>()
            .BindConfiguration(SecurityOptions.Section)
            .Validate(
                options => options.IsValid(),
                "Command:Security: AccessTokenLifetime is 10 s to 1 h, LockoutFailures 3 to 100, LockoutDuration 1 s to 1 day, "
                    + "SignInsPerMinute and BearerFailuresPerMinute 1 to 100000, SessionCache 0 to 5 s, "
                    + "MinimumPassword 8 to 64, BreachedPasswords a file that exists."
            )
            .ValidateOnStart();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<KeyRingLoader>();
        // First of the services that need keys: hosted services start in order.
        services.AddHostedService(provider => provider.GetRequiredService<KeyRingLoader>());
        services.AddDataProtection().SetApplicationName("Command");
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<KeyRing>(
                (options, ring) =>
                {
                    options.XmlRepository = ring;
                    options.AutoGenerateKeys = false;
                }
            );
        services.AddHttpContextAccessor();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<SessionValidator>();
        services.AddSingleton<UnknownNames>();
        services.AddSingleton<CommonPasswords>();
        services.AddSingleton<PasswordPolicy>();
        services.AddSingleton<DeviceKeys>();
        services.AddSingleton<BearerFailures>();
        services.AddSingleton<CommandContextFactory>();
        services.AddScoped<SignInService>();
        services.AddScoped<CookieEvents>();
        services.AddScoped<CircuitCaller>();
        services.AddScoped<AuthenticationStateProvider, SessionAuthenticationState>();
        services.AddCascadingAuthenticationState();
        AddIdentity(services);
        AddSchemes(services);
        AddLimits(services);
        return services;
    }

    private static void AddIdentity(IServiceCollection services)
    {
        services.AddIdentityCore<Account>().AddUserStore<AccountStore>();
        // Both are used outside a scope's user manager, by the tally of unknown names.
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services
            .AddOptions<IdentityOptions>()
            .Configure<IOptions<SecurityOptions>>(
                (identity, security) =>
                {
                    identity.Lockout.AllowedForNewUsers = true;
                    identity.Lockout.MaxFailedAccessAttempts = security.Value.LockoutFailures;
                    identity.Lockout.DefaultLockoutTimeSpan = security.Value.LockoutDuration;
                }
            );
    }

    private static void AddSchemes(IServiceCollection services)
    {
        services
            .AddAuthentication(Schemes.Default)
            .AddPolicyScheme(Schemes.Default, null, options => options.ForwardDefaultSelector = http => BearerToken.SchemeOf(http.Request))
            .AddScheme<AuthenticationSchemeOptions, AccessTokenHandler>(Schemes.Token, null)
            .AddScheme<AuthenticationSchemeOptions, DeviceKeyHandler>(Schemes.Device, null)
            .AddScheme<AuthenticationSchemeOptions, StreamGrantHandler>(Schemes.Grant, null)
            .AddCookie(
                Schemes.Cookie,
                options =>
                {
                    options.Cookie.Name = Schemes.CookieName;
                    options.Cookie.HttpOnly = true;
                    options.Cookie.SameSite = SameSiteMode.Lax;
                    options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                    options.LoginPath = "/sign-in";
                    options.ReturnUrlParameter = "returnUrl";
                    options.SlidingExpiration = false;
                    options.EventsType = typeof(CookieEvents);
                }
            );
        services.AddSingleton<IAuthorizationHandler, LocalOrSignedIn>();
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Schemes.LocalOrSignedIn, policy => policy.AddRequirements(new LocalOrSignedIn.Requirement()));
    }

    private static void AddLimits(IServiceCollection services)
    {
        services.AddRateLimiter(limits =>
        {
            limits.OnRejected = async (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
                    ? ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture)
                    : "5";
                await Problems.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, "too-many-requests");
            };
            limits.AddPolicy(
                Schemes.SignInLimit,
                http =>
                    HttpMethods.IsPost(http.Request.Method)
                        ? RateLimitPartition.GetFixedWindowLimiter(
                            http.Connection.RemoteIpAddress?.ToString() ?? "",
                            _ => new FixedWindowRateLimiterOptions
                            {
                                PermitLimit = http.RequestServices.GetRequiredService<IOptions<SecurityOptions>>().Value.SignInsPerMinute,
                                Window = TimeSpan.FromMinutes(1),
                            }
                        )
                        : RateLimitPartition.GetNoLimiter("pages")
            );
            limits.AddPolicy(
                Schemes.OutboundLimit,
                http =>
                    RateLimitPartition.GetConcurrencyLimiter(
                        SessionClaims.Of(http.User)?.AccountId ?? "",
                        _ => new ConcurrencyLimiterOptions { PermitLimit = 8 }
                    )
            );
        });
    }
}
