// A text in Markdown as a page of HTML that needs no script and loads nothing but one style sheet.
// Knows no route.
import { Marked, type Token, type Tokens } from 'marked'

export const languages = ['en', 'ja'] as const
export type Language = (typeof languages)[number]

const words: Record<Language, { name: string; contents: string }> = {
  en: { name: 'English', contents: 'Contents' },
  ja: { name: '日本語', contents: '目次' },
}

/** Where files that a text links to beside it are on the hub. */
const addresses: Record<string, string> = {
  'sharing.en.md': '/docs/sharing.en',
  'sharing.ja.md': '/docs/sharing.ja',
  '../schemas/sekisho-1/sharing.json': '/docs/sharing.json',
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeText = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign]!)

/** The name of a heading in links, as GitHub makes it. */
const nameOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .replace(/\s/g, '-')

const isPlainAddress = (href: string): boolean =>
  /^(?:https:\/\/|#|\/)/.test(href) && !/["'<>\s]/.test(href)

const makeMarked = (): Marked =>
  new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth, text }) {
        const inside = this.parser.parseInline(tokens)
        return `<h${depth} id="${escapeText(nameOf(text))}">${inside}</h${depth}>\n`
      },
      table({ header, rows }) {
        const row = (cells: Tokens.TableCell[], open: string, close: string): string => {
          const inside = cells.map(({ tokens }) => open + this.parser.parseInline(tokens) + close)
          return `<tr>${inside.join('')}</tr>\n`
        }
        const head = row(header, '<th scope="col">', '</th>')
        const body = rows.map((cells) => row(cells, '<td>', '</td>')).join('')
        // A wide table scrolls by itself, by keyboard too.
        const table = `<table><thead>${head}</thead><tbody>${body}</tbody></table>`
        return `<div class="table" tabindex="0">${table}</div>\n`
      },
      link({ href, tokens }) {
        const inside = this.parser.parseInline(tokens)
        const address = addresses[href] ?? href
        return isPlainAddress(address) ? `<a href="${escapeText(address)}">${inside}</a>` : inside
      },
      image: ({ text }) => escapeText(text),
      html: ({ text }) => escapeText(text),
    },
  })

const isHeading = (token: Token): token is Tokens.Heading => token.type === 'heading'

/** The whole page. Its title is the text's first heading; the second ones are its contents. */
export const renderPage = (language: Language, text: string): string => {
  const marked = makeMarked()
  const tokens = marked.lexer(text)
  const headings = tokens.filter(isHeading)
  const title = headings.find(({ depth }) => depth === 1)?.text ?? 'Sekisho'
  const contents = headings
    .filter(({ depth }) => depth === 2)
    .map(({ text }) => {
      const address = `#${escapeText(nameOf(text))}`
      return `<li><a href="${address}">${escapeText(text.replaceAll('`', ''))}</a></li>`
    })
  const others = languages.map((one) =>
    one === language
      ? `<span aria-current="page">${words[one].name}</span>`
      : `<a href="/docs/sharing.${one}" hreflang="${one}" lang="${one}">${words[one].name}</a>`,
  )
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeText(title)} · Sekisho</title>
<link rel="stylesheet" href="/docs/page.css">
</head>
<body>
<header><strong>Sekisho</strong><nav>${others.join(' ')}</nav></header>
<div class="page">
<nav class="contents" aria-labelledby="contents">
<h2 id="contents">${words[language].contents}</h2>
<ol>${contents.join('')}</ol>
</nav>
<main>
${marked.parser(tokens)}</main>
</div>
</body>
</html>
`
}
