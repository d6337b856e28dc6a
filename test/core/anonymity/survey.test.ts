// What the objects of a submission say of each other, and what is withheld for it.

import t from 'tap'
import { noSurroundings, type Surroundings } from '../../../src/core/anonymity/surroundings.ts'
import { surveyObjects } from '../../../src/core/anonymity/survey.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
import { id, minimal } from '../stix/model/minimal.ts'
import type { Changes } from './drawing-cases.ts'
import { dictionary, draw, makeScope } from './situation.ts'

const numbered = (type: string, nth: number, own: Changes): StixObject =>
  minimal(type, { ...own, id: `${type}--00000000-0000-4000-8000-${String(nth).padStart(12, '0')}` })

t.test('what the objects of a submission say of each other', async (t) => {
  const sender = numbered('email-addr', 1, { value: 'bad@evil.example' })
  const recipient = numbered('email-addr', 2, { value: 'somebody@mail.example' })
  const both = numbered('email-addr', 3, { value: 'list@evil.example' })
  const controller = numbered('ipv4-addr', 4, { value: '203.0.113.4' })
  const subscriber = numbered('ipv4-addr', 5, { value: '203.0.113.5' })
  const scanner = numbered('ipv4-addr', 6, { value: '203.0.113.6' })
  const server = numbered('ipv4-addr', 7, { value: '198.51.100.7' })
  const sandbox = numbered('software', 8, {})
  const alone = numbered('ipv4-addr', 9, { value: '203.0.113.9' })
  const linked = numbered('ipv4-addr', 10, { value: '203.0.113.10' })
  const placed = numbered('ipv4-addr', 11, { value: '203.0.113.11' })
  const traffic = (nth: number, src: StixObject | null, dst: StixObject | null) =>
    numbered('network-traffic', nth, { src_ref: src?.id, dst_ref: dst?.id })
  const out = traffic(20, subscriber, controller)
  const inward = traffic(21, scanner, server)
  const within = traffic(22, server, server)
  const half = traffic(23, alone, null)
  const toLinked = traffic(24, linked, controller)
  const toPlaced = traffic(25, placed, controller)
  const objects = [
    ...[sender, recipient, both, controller, subscriber, scanner, server, sandbox, alone, linked],
    ...[placed, out, inward, within, half, toLinked, toPlaced],
    numbered('email-message', 30, {
      from_ref: sender.id,
      sender_ref: both.id,
      to_refs: [recipient.id, both.id],
      created_by_ref: id('identity'),
    }),
    numbered('malware-analysis', 31, { host_vm_ref: sandbox.id }),
    numbered('relationship', 32, { source_ref: id('malware'), target_ref: linked.id }),
    numbered('relationship', 34, { source_ref: 'odd', target_ref: undefined }),
    numbered('network-traffic', 35, { dst_ref: 7 }),
    numbered('domain-name', 36, { value: undefined }),
    numbered('relationship', 33, { source_ref: placed.id, target_ref: id('location') }),
  ]
  const around: Surroundings = surveyObjects(objects, new Map(), dictionary)
  t.ok(around.creators.has(id('identity')))
  const fates: [object: StixObject, told: string][] = [
    [sender, 'drawn'],
    [recipient, 'personal-content'],
    [both, 'drawn'],
    [controller, 'drawn'],
    [subscriber, 'communication-content'],
    [scanner, 'drawn'],
    [server, 'communication-content'],
    [sandbox, 'source-content'],
    [alone, 'communication-content'],
    [linked, 'drawn'],
    [placed, 'communication-content'],
    [within, 'communication-content'],
    [half, 'communication-content'],
  ]
  for (const [object, told] of fates) {
    const drawn = draw(object, makeScope('P1'), around)
    t.equal(drawn.fate === 'withheld' ? drawn.reason : drawn.fate, told, object.id)
  }
  const ends = (object: StixObject) => {
    const drawn = draw(object, makeScope('P1'), around)
    return drawn.fate === 'drawn' && [drawn.object.src_ref, drawn.object.dst_ref]
  }
  t.strictSame(ends(out), [undefined, controller.id], 'who called out is the victim')
  t.strictSame(ends(inward), [scanner.id, undefined], 'who was called is, when it is the owner’s')
  t.strictSame(ends(traffic(26, null, controller)), [undefined, controller.id])
  const toServer = traffic(27, null, server)
  t.match(draw(toServer, makeScope('P1'), around), { reason: 'required-part-hidden' })
  t.match(draw(toServer, makeScope('P1'), noSurroundings()), { fate: 'drawn' })
})

t.test('a mail address at an observed host is the attacker’s', async (t) => {
  const host = minimal('domain-name', { value: 'Evil.example' })
  const note = minimal('note', { content: 'from bad@evil.example to her@mail.example' })
  const around = surveyObjects([host, note], new Map(), dictionary)
  t.match(draw(note, makeScope('P1'), around), {
    object: { content: 'from bad@evil.example to [MAIL-1]' },
  })
  t.match(draw(note, makeScope('P1')), { object: { content: 'from [MAIL-1] to [MAIL-2]' } })
})
