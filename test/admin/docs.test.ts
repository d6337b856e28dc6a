// The pages under /docs: for anybody, in the reader's language, without scripts and without
// anything from elsewhere.
import t from 'tap'
import { chooseLanguage } from '../../src/admin/docs.ts'
import { renderPage } from '../../src/admin/page.ts'
import { openDoors } from '../taxii/open-door.ts'

t.test('the language of a reader', async (t) => {
  const cases: [unknown, string | undefined, string][] = [
    [undefined, undefined, 'en'],
    [undefined, '', 'en'],
    [undefined, 'ja', 'ja'],
    [undefined, 'ja-JP,ja;q=0.9,en;q=0.8', 'ja'],
    [undefined, 'en-GB, ja;q=0.9', 'en'],
    [undefined, 'fr, ja;q=0.2', 'ja'],
    [undefined, 'en;q=0.3, JA;q=0.5', 'ja'],
    [undefined, 'ja;q=0, en;q=0.1', 'en'],
    [undefined, 'ja;q=x', 'en'],
    [undefined, '*', 'en'],
    ['ja', 'en', 'ja'],
    ['en', 'ja', 'en'],
    ['xx', 'ja', 'ja'],
    [['ja', 'en'], undefined, 'en'],
  ]
  for (const [asked, accepted, expected] of cases) {
    t.equal(chooseLanguage(asked, accepted), expected, `${asked} ${accepted}`)
  }
})

t.test('anybody may read, and the pages load nothing from elsewhere', async (t) => {
  const { app } = await openDoors(t)
  const cases: [string, string, string | null][] = [
    ['/docs', 'text/html; charset=utf-8', 'en'],
    ['/docs/', 'text/html; charset=utf-8', 'en'],
    ['/docs/sharing', 'text/html; charset=utf-8', 'en'],
    ['/docs?lang=ja', 'text/html; charset=utf-8', 'ja'],
    ['/docs/sharing.ja', 'text/html; charset=utf-8', 'ja'],
    ['/docs/sharing.en', 'text/html; charset=utf-8', 'en'],
    ['/docs/page.css', 'text/css; charset=utf-8', null],
    ['/docs/sharing.json', 'application/schema+json', null],
  ]
  for (const [url, type, language] of cases) {
    const answer = await app.inject(url)
    t.equal(answer.statusCode, 200, url)
    t.equal(answer.headers['content-type'], type)
    t.match(answer.headers['content-security-policy'], "default-src 'none'; style-src 'self'")
    if (language === null) continue
    t.equal(answer.headers['content-language'], language)
    t.match(answer.payload, `<html lang="${language}">`)
    t.notMatch(answer.payload, /<script|<style| style=| on[a-z]+=|src=|href="(?!\/docs\/|#)/)
  }
  const negotiated = await app.inject({ url: '/docs', headers: { 'accept-language': 'ja' } })
  t.equal(negotiated.headers['content-language'], 'ja')
  t.equal(negotiated.headers.vary, 'Accept-Language')
  t.equal((await app.inject('/docs/nothing')).statusCode, 404)
})

t.test('every link within a page leads somewhere', async (t) => {
  const { app } = await openDoors(t)
  for (const language of ['en', 'ja']) {
    const { payload } = await app.inject(`/docs/sharing.${language}`)
    const ids = new Set([...payload.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    const links = [...payload.matchAll(/href="([^"]+)"/g)].map(([, href]) => href!)
    t.ok(links.length > 15)
    for (const link of new Set(links)) {
      if (link.startsWith('#')) t.ok(ids.has(link.slice(1)), `${language} ${link}`)
      else t.equal((await app.inject(link)).statusCode, 200, link)
    }
  }
})

t.test('what a text holds is never markup', async (t) => {
  const text =
    '# A <b>\n\n<script>x</script>\n\n[x](javascript:y) ![z](https://e.example/)\n\n## B `c` "\n'
  const page = renderPage('en', text)
  t.notMatch(page, /<script|javascript:|<img|<b>/)
  t.match(page, '<li><a href="#b-c-">B c &quot;</a></li>')
  t.match(page, '&lt;script&gt;')
  t.match(renderPage('ja', 'x'), '<title>Sekisho · Sekisho</title>')
})
