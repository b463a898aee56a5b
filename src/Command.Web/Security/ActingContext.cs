using Command.Contracts.Common;

namespace Command.Web.Security;

/// <summary>Feature of a request whose caller has no sign-in session of its own: a device, or the holder of a stream grant.</summary>
/// <param name="Context">Who acts; address, purpose and correlation are the request's.</param>
internal sealed record ActingContext(CommandContext Context);
