namespace Command.Web.Security;

/// <summary>Names the body of an endpoint.</summary>
internal static class RequestBodyConvention
{
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, string mediaType = "application/json") =>
        endpoint.WithMetadata(new RequestBodyType(typeof(T), mediaType));
}
