namespace Command.Web.Security;

/// <summary>
/// The body an endpoint reads by itself, for the OpenAPI document. The framework's own metadata would also route: a wrong media type would
/// then be answered before the endpoint, and before anybody knows that it is open to strangers.
/// </summary>
internal sealed record RequestBodyType(Type Type, string MediaType);
