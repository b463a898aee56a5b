namespace Command.Web.Ui;

/// <summary>Names the resource with the words of the pages: Texts.resx (Simplified Chinese, neutral) and Texts.en.resx.</summary>
internal sealed class Texts;
