// Where in HTML a text stops: in the text of an element, or in a tag.
const tags =
  'a|abbr|article|aside|audio|b|base|blockquote|body|button|caption|center|code|dd|div|dl|dt|em|embed|fieldset|figure|font|footer|form|frame|' +
  'h[1-6]|head|header|html|i|iframe|img|input|label|legend|li|main|nav|object|ol|option|p|pre|script|section|select|small|span|strong|' +
  'sub|sup|table|tbody|td|textarea|tfoot|th|thead|title|tr|u|ul|video';
/** Characters that are looked at: what stands further away tells nothing more. */
const longest = 400;
/** Behind a tag of HTML, in the text of an element. */
const behindTag = new RegExp(`<(?:/|!--)?(?:${tags})(?:[\\s/][^<>]*)?>[^<>]*$`, 'iu');
const behindScript = /<(?:script|style)(?:\s[^<>]*)?>[^<>]*$/iu;
/** In the value of a tag's attribute. */
const inAttribute = new RegExp(`<(?:${tags})\\s[^<>]*=\\s*(?:"[^"<>]*|'[^'<>]*|[^\\s"'<>]*)$`, 'iu');

/** Whether what follows stands in HTML. */
export function isMarkup(before: string): boolean {
  const end = before.slice(-longest);
  return behindTag.test(end) || inAttribute.test(end);
}

/** Whether what follows is the text of an element, where quotes do no harm. */
export function isElementText(before: string): boolean {
  const end = before.slice(-longest);
  return behindTag.test(end) && !behindScript.test(end);
}
