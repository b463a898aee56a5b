using Command.Contracts.Accounts;
using Command.Contracts.Authority;
using Command.Web.Application.Accounts;
using Command.Web.Security;

namespace Command.Web.Api;

/// <summary><c>/api/v1/accounts</c>: people who may sign in, and their sessions.</summary>
internal static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts
            .MapGet(
                "/",
                async (
                    Caller caller,
                    AccountService service,
                    CancellationToken cancellationToken,
                    string? text = null,
                    string? after = null,
                    int take = 100
                ) => TypedResults.Ok(await service.ListAsync(caller.Context, text, after, take, cancellationToken))
            )
            .Needs(Rights.AccountSee)
            .WithSummary("Accounts the caller may see, by user name.");
        accounts
            .MapPost("/", CreateAsync)
            .Needs(Rights.AccountManage)
            .Takes<AccountBody>()
            .Produces<AccountSummary>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Makes an account with its first password.");
        accounts
            .MapGet("/{id}", DescribeAsync)
            .Needs(Rights.AccountSee)
            .Produces<AccountSummary>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("One account, with its version as ETag.");
        accounts
            .MapPut("/{id}", ChangeAsync)
            .Needs(Rights.AccountManage)
            .Takes<ChangeBody>()
            .Produces<AccountSummary>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithSummary("Changes an account, or switches it off; If-Match guards against a newer version.");
        accounts
            .MapPost("/{id}/password", ResetPasswordAsync)
            .Needs(Rights.AccountManage)
            .Produces<NewPassword>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Gives the account a new password, told this once, and ends its sessions.");
        api.MapPost("/identity/password", ChangePasswordAsync)
            .SignedIn("Everybody may change their own password, and proves that it is theirs.")
            .RequireRateLimiting(Schemes.SignInLimit)
            .WithTags("Identity")
            .Takes<PasswordBody>()
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithSummary("Changes the caller's own password; every session ends, this one too.");
        accounts
            .MapGet("/{id}/sessions", SessionsAsync)
            .Needs(Rights.AccountManage)
            .Produces<SessionList>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Open sessions of an account; one's own are free.");
        accounts
            .MapDelete("/{id}/sessions", EndAllAsync)
            .Needs(Rights.AccountManage)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Ends all sessions of an account but the one that asks.");
        accounts
            .MapDelete("/{id}/sessions/{sessionId}", EndOneAsync)
            .Needs(Rights.AccountManage)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Ends one session.");
    }

    private static async Task<IResult> CreateAsync(
        Caller caller,
        AccountService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await RequestBody.JsonAsync<AccountBody>(http, cancellationToken);
        if (body is null)
        {
            return problem!;
        }
        var created = await service.CreateAsync(
            caller.Context,
            body.UserName ?? "",
            body.DisplayName ?? "",
            body.UnitId,
            body.Password ?? "",
            cancellationToken
        );
        return ProblemResults.Created(created, http, account => $"/api/v1/accounts/{account.Id}", account => account.Version);
    }

    private static async Task<IResult> DescribeAsync(
        string id,
        Caller caller,
        AccountService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var account = await service.DescribeAsync(caller.Context, id, cancellationToken);
        return ProblemResults.Ok(account, http, account.Value?.Version);
    }

    private static async Task<IResult> ChangeAsync(
        string id,
        Caller caller,
        AccountService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (version, badVersion) = Preconditions.IfMatch(http);
        if (badVersion is not null)
        {
            return badVersion;
        }
        var (body, problem) = await RequestBody.JsonAsync<ChangeBody>(http, cancellationToken);
        if (body is null)
        {
            return problem!;
        }
        var change = new AccountChange(body.DisplayName ?? "", body.UnitId, body.Disabled);
        var changed = await service.ChangeAsync(caller.Context, id, change, version, cancellationToken);
        return ProblemResults.Ok(changed, http, changed.Value?.Version);
    }

    private static async Task<IResult> ResetPasswordAsync(
        string id,
        Caller caller,
        AccountService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        http.Response.Headers.CacheControl = "no-store";
        return ProblemResults.Ok(await service.ResetPasswordAsync(caller.Context, id, cancellationToken), http);
    }

    private static async Task<IResult> ChangePasswordAsync(
        Caller caller,
        AccountService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await RequestBody.JsonAsync<PasswordBody>(http, cancellationToken);
        return body is null
            ? problem!
            : ProblemResults.NoContent(
                await service.ChangePasswordAsync(caller.Context, body.Current ?? "", body.Password ?? "", cancellationToken),
                http
            );
    }

    private static async Task<IResult> SessionsAsync(
        string id,
        Caller caller,
        AccountService service,
        HttpContext http,
        CancellationToken cancellationToken
    ) => ProblemResults.Ok(await service.SessionsAsync(caller.Context, id, cancellationToken), http);

    private static async Task<IResult> EndAllAsync(
        string id,
        Caller caller,
        AccountService service,
        HttpContext http,
        CancellationToken cancellationToken
    ) => ProblemResults.NoContent(await service.EndSessionsAsync(caller.Context, id, null, cancellationToken), http);

    private static async Task<IResult> EndOneAsync(
        string id,
        string sessionId,
        Caller caller,
        AccountService service,
        HttpContext http,
        CancellationToken cancellationToken
    ) => ProblemResults.NoContent(await service.EndSessionsAsync(caller.Context, id, sessionId, cancellationToken), http);

    /// <summary>An account to be made.</summary>
    internal sealed record AccountBody(string? UserName = null, string? DisplayName = null, string? UnitId = null, string? Password = null);

    /// <summary>The present password and the new one.</summary>
    internal sealed record PasswordBody(string? Current = null, string? Password = null);

    /// <summary>What may be changed.</summary>
    internal sealed record ChangeBody(string? DisplayName = null, string? UnitId = null, bool Disabled = false);
}
