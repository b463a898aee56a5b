using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Command.Web.Security;

/// <summary>Refusals in their short form: a status and a reason. The problem writer adds type, words and trace id.</summary>
internal static class Problems
{
    public const string Reason = "reason";
    public const string Field = "field";
    public const string Arguments = "arguments";

    /// <summary>The refusal as the result of an endpoint.</summary>
    public static ProblemHttpResult Result(
        int status,
        string reason,
        string? detail = null,
        string? field = null,
        IReadOnlyList<string>? arguments = null
    ) => TypedResults.Problem(Details(status, reason, detail, field, arguments));

    /// <summary>Writes the refusal where there is no endpoint yet.</summary>
    public static async Task WriteAsync(HttpContext http, int status, string reason, string? detail = null)
    {
        http.Response.StatusCode = status;
        var service = http.RequestServices.GetRequiredService<IProblemDetailsService>();
        await service.TryWriteAsync(
            new ProblemDetailsContext { HttpContext = http, ProblemDetails = Details(status, reason, detail, null, null) }
        );
    }

    private static ProblemDetails Details(int status, string reason, string? detail, string? field, IReadOnlyList<string>? arguments)
    {
        var problem = new ProblemDetails { Status = status, Detail = detail };
        problem.Extensions[Reason] = reason;
        if (field is not null)
        {
            problem.Extensions[Field] = field;
        }
        if (arguments is { Count: > 0 })
        {
            problem.Extensions[Arguments] = arguments;
        }
        return problem;
    }
}
