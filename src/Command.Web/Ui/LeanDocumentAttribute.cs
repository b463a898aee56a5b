namespace Command.Web.Ui;

/// <summary>On a page for phones in weak networks: its document loads nothing but the style sheet and what the page itself asks for.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LeanDocumentAttribute : Attribute;
