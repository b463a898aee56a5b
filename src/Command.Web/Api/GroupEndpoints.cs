using Command.Contracts.Authority;
using Command.Contracts.Groups;
using Command.Web.Application.Groups;
using Command.Web.Security;

namespace Command.Web.Api;

/// <summary><c>/api/v1/groups</c>: devices that belong together across units.</summary>
internal static class GroupEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var groups = api.MapGroup("/groups").WithTags("Groups");
        groups
            .MapGet(
                "/",
                async (Caller caller, GroupService service, CancellationToken cancellationToken) =>
                    TypedResults.Ok<IReadOnlyList<DeviceGroup>>(await service.ListAsync(caller.Context, cancellationToken))
            )
            .Needs(Rights.GroupSee)
            .WithSummary("Groups the caller may see, by name; members only those the caller may see.");
        groups
            .MapPost("/", CreateAsync)
            .Needs(Rights.GroupManage)
            .Takes<GroupBody>()
            .Produces<DeviceGroup>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Adds an empty group.");
        groups
            .MapGet("/{id}", DescribeAsync)
            .Needs(Rights.GroupSee)
            .Produces<DeviceGroup>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("One group, with its version as ETag.");
        groups
            .MapPut("/{id}", UpdateAsync)
            .Needs(Rights.GroupManage)
            .Takes<GroupBody>()
            .Produces<DeviceGroup>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithSummary("Renames or moves a group; If-Match guards against a newer version.");
        groups
            .MapPut("/{id}/members", SetMembersAsync)
            .Needs(Rights.GroupManage)
            .Takes<MembersBody>()
            .Produces<DeviceGroup>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithSummary("Replaces the members; members the caller may not see stay.");
        groups
            .MapDelete("/{id}", DeleteAsync)
            .Needs(Rights.GroupManage)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithSummary("Removes a group.");
    }

    private static async Task<IResult> CreateAsync(
        Caller caller,
        GroupService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await RequestBody.JsonAsync<GroupBody>(http, cancellationToken);
        if (body is null)
        {
            return problem!;
        }
        var created = await service.CreateAsync(caller.Context, body.ToDraft(), cancellationToken);
        return ProblemResults.Created(created, http, group => $"/api/v1/groups/{group.Id}", group => group.Version);
    }

    private static async Task<IResult> DescribeAsync(
        string id,
        Caller caller,
        GroupService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var group = await service.DescribeAsync(caller.Context, id, cancellationToken);
        return ProblemResults.Ok(group, http, group.Value?.Version);
    }

    private static async Task<IResult> UpdateAsync(
        string id,
        Caller caller,
        GroupService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (version, badVersion) = Preconditions.IfMatch(http);
        if (badVersion is not null)
        {
            return badVersion;
        }
        var (body, problem) = await RequestBody.JsonAsync<GroupBody>(http, cancellationToken);
        if (body is null)
        {
            return problem!;
        }
        var updated = await service.UpdateAsync(caller.Context, id, body.ToDraft(), version, cancellationToken);
        return ProblemResults.Ok(updated, http, updated.Value?.Version);
    }

    private static async Task<IResult> SetMembersAsync(
        string id,
        Caller caller,
        GroupService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (version, badVersion) = Preconditions.IfMatch(http);
        if (badVersion is not null)
        {
            return badVersion;
        }
        var (body, problem) = await RequestBody.JsonAsync<MembersBody>(http, cancellationToken);
        if (body is null)
        {
            return problem!;
        }
        var updated = await service.SetMembersAsync(caller.Context, id, [.. body.DeviceIds ?? []], version, cancellationToken);
        return ProblemResults.Ok(updated, http, updated.Value?.Version);
    }

    private static async Task<IResult> DeleteAsync(
        string id,
        Caller caller,
        GroupService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (version, badVersion) = Preconditions.IfMatch(http);
        return badVersion is not null
            ? badVersion
            : ProblemResults.NoContent(await service.DeleteAsync(caller.Context, id, version, cancellationToken), http);
    }

    /// <summary>A <see cref="DeviceGroupDraft"/> whose fields may be left out.</summary>
    internal sealed record GroupBody(string? Name = null, string? UnitId = null)
    {
        public DeviceGroupDraft ToDraft() => new(Name ?? "", UnitId);
    }

    /// <summary>All members.</summary>
    internal sealed record MembersBody(IReadOnlyList<string>? DeviceIds = null);
}
