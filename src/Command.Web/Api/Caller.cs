using System.Reflection;
using Command.Contracts.Common;
using Command.Web.Security;

namespace Command.Web.Api;

/// <summary>The context of the request, as a parameter of endpoints.</summary>
internal sealed record Caller(CommandContext Context)
{
    /// <summary>Called by the framework.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext http, ParameterInfo parameter) =>
        ValueTask.FromResult<Caller?>(new Caller(CommandContextFactory.ForRequest(http)));
}
