// Parts with a level of their own, what granular markings select afterwards, and translations.

import t from 'tap'
import { drawObject } from '../../../src/core/anonymity/draw.ts'
import { noSurroundings } from '../../../src/core/anonymity/surroundings.ts'
import type { Segment } from '../../../src/core/sharing/segment.ts'
import { tlpDefinitionOf, tlpDefinitions, tlpIdOf } from '../../../src/core/stix/marking.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
import { id, minimal } from '../stix/model/minimal.ts'
import { draw, labelOf, makeScope, makeSegment } from './situation.ts'

const red = tlpIdOf('red')
const green = tlpIdOf('green')
const statement = id('marking-definition')

const drawIn = (object: StixObject, changes: Partial<Segment> = {}, profile = 'P1' as const) => {
  const scope = makeScope(profile)
  return drawObject(object, labelOf(object), makeSegment(scope, changes), scope)
}

t.test('C-09: a part above the segment goes', async (t) => {
  const object = minimal('tool', {
    description: 'how we found it',
    labels: ['trojan', 'soc', 'worm'],
    granular_markings: [
      { marking_ref: red, selectors: ['description'] },
      { marking_ref: green, selectors: ['labels.[2]', 'labels.[1]', 'name'] },
    ],
  })
  const drawn = drawIn(object)
  t.match(drawn, {
    fate: 'drawn',
    changed: true,
    object: {
      description: undefined,
      labels: ['trojan', 'worm'],
      granular_markings: [{ marking_ref: green, selectors: ['labels.[1]', 'name'] }],
    },
  })
  const again = drawn.fate === 'drawn' && drawIn(drawn.object)
  t.match(again, { changed: false }, 'T(T(x)) = T(x)')
})

t.test('C-10: an object whose required part goes is withheld', async (t) => {
  const granular_markings = [{ marking_ref: red, selectors: ['pattern'] }]
  t.match(drawIn(minimal('indicator', { granular_markings })), { reason: 'required-part-hidden' })
})

t.test('C-11: a tear-line holds what is released', async (t) => {
  const object = minimal('indicator', {
    description: 'how we found it',
    object_marking_refs: [red],
    granular_markings: [{ marking_ref: green, selectors: ['pattern'] }],
  })
  const drawn = drawIn(object, { tearline: 'green' })
  t.match(drawn, { fate: 'drawn', object: { pattern: object.pattern, description: undefined } })
  t.match(drawIn(minimal('indicator'), { tearline: 'green' }), { reason: 'required-part-hidden' })
})

t.test('M7: no selector names what is not there', async (t) => {
  const markings = (granular_markings: unknown, changes: Record<string, unknown> = {}) => {
    const drawn = drawIn(minimal('tool', { granular_markings, x_own: 'a', ...changes }))
    return drawn.fate === 'drawn' && drawn.object.granular_markings
  }
  const select = (...selectors: unknown[]) => [{ marking_ref: green, selectors }]
  t.strictSame(markings(select('x_own')), undefined)
  t.strictSame(markings(select('x_own', 'name')), select('name'))
  const phases = ['acme.example', 'c'].map((kill_chain_name) => ({
    kill_chain_name,
    phase_name: 'a',
  }))
  t.strictSame(
    markings(select('kill_chain_phases.[1].phase_name', 'kill_chain_phases.[0]'), {
      kill_chain_phases: phases,
    }),
    select('kill_chain_phases.[0].phase_name'),
  )
  t.strictSame(markings([{ marking_ref: green, selectors: 'name' }, 'odd']), undefined)
  t.strictSame(markings(select(7, 'name', '..')), select('name'))
  t.equal(markings('odd'), 'odd', 'what is no list is left to validation')
})

t.test('P3 keeps the markings of TLP only', async (t) => {
  const object = minimal('tool', {
    object_marking_refs: [statement, green],
    granular_markings: [
      { marking_ref: statement, selectors: ['name'] },
      { lang: 'en', selectors: ['name'] },
    ],
  })
  t.match(draw(object, makeScope('P2')), {
    object: { object_marking_refs: [statement, green] },
  })
  t.match(draw(object, makeScope('P3')), {
    object: {
      object_marking_refs: [green],
      granular_markings: [{ lang: 'en', selectors: ['name'] }],
    },
  })
  const only = minimal('tool', { object_marking_refs: [statement, 7] })
  const drawn = draw(only, makeScope('P3'))
  t.equal(drawn.fate === 'drawn' && drawn.object.object_marking_refs, undefined)
})

for (const definition of tlpDefinitions) {
  const drawn = draw(definition, makeScope('P3'))
  t.strictSame(
    drawn,
    { fate: 'drawn', object: definition, changed: false, text: 'cleared', notes: [] },
    `${definition.name} is a constant`,
  )
  t.equal(tlpDefinitionOf(definition.id), definition)
}

t.test('M13: a translation is as what it translates', async (t) => {
  const target = id('report')
  const translation = (contents: unknown, object_ref: unknown = target) =>
    minimal('language-content', { contents, object_ref })
  const told = (object: StixObject, around = noSurroundings()) => {
    const scope = makeScope('P1')
    const drawn = drawObject(object, labelOf(object), makeSegment(scope), scope, around)
    return drawn.fate === 'drawn' ? drawn.object.contents : drawn.reason
  }
  const clean = { ja: { name: '一', description: '二' } }
  const object = translation(clean)
  t.equal(told(object), object.contents, 'nothing to do')
  t.strictSame(told(translation({ ja: { name: 'アクメ が' }, de: { x_own: 'a' } })), {
    ja: { name: '[VICTIM-1] が' },
  })
  const notes = translation({ ja: { authors: ['太郎'], abstract: '一' } }, id('note'))
  t.strictSame(told(notes), { ja: { abstract: '一' } }, 'as the property it translates')
  const secret = { ja: { content: 'password=hunter2', abstract: '一' } }
  t.strictSame(
    told(translation(secret, id('note'))),
    { ja: { abstract: '一' } },
    'nothing is required',
  )
  t.equal(told(translation({ ja: { x_own: 'a' } })), 'required-part-hidden', 'C-36')
  t.equal(told(translation({ ja: { name: 'a' } }, id('incident'))), 'required-part-hidden')
  const incident = translation({ ja: { name: 'a', labels: ['trojan'] } }, id('incident'))
  t.strictSame(told(incident), { ja: { labels: ['trojan'] } }, 'no name is made up')
  t.equal(told(translation({ ja: { name: 'a' } }, 'x-own--1')), 'required-part-hidden')
  t.equal(told(translation({ ja: { name: 'a' } }, 'odd')), 'required-part-hidden')
  t.equal(told(translation('odd')), 'required-part-hidden')
  t.equal(told(translation(clean, 7)), 'required-part-hidden')
  t.strictSame(told(translation({ ja: 'odd', de: { name: 'a' } })), { de: { name: 'a' } })

  const parts = new Map([[target, [{ path: ['description'], tlp: 'red' as const }]]])
  const around = { ...noSurroundings(), parts }
  t.strictSame(told(object, around), { ja: { name: '一' } }, 'C-36: and as its marking')
  t.equal(told(translation({ ja: { description: '二' } }), around), 'required-part-hidden')
  const laxer = new Map([[target, [{ path: ['name'], tlp: 'green' as const }]]])
  t.strictSame(told(object, { ...around, parts: laxer }), clean)
})
