// What both worlds show with something in it that neither does: a part of an object, or the minute
// of a version.
import type { Tlp } from '../../../src/core/stix/marking.ts'
import { post, type Step } from './act.ts'
import { groupOf } from './hidden.ts'
import { type CollectionName, organisationOf } from './place.ts'
import { lineageOf, maySame, type Plot, saying, takeVersion } from './plot.ts'
import { pickPlace, pickSlots, tlps } from './posts.ts'
import { isVersioned, makeThing, type Saying, type Slot, targetsOf } from './thing.ts'

type Part = (world: number) => Partial<Saying>

const isInside = ({ viewer }: Plot, to: CollectionName): boolean =>
  viewer.organisation !== null && organisationOf(viewer.organisation).in[groupOf(to)] !== undefined

/** Parts of an object nobody but its owner is shown, and what they are in each world. */
const drawPart = (plot: Plot, to: CollectionName, slot: Slot): Part => {
  const { chance } = plot
  const choices: Part[] = [
    (world) => ({ more: { x_note: `case ${world * 41}` } }),
    (world) => ({ more: { labels: ['malicious-activity', `case-${world}`] } }),
  ]
  if (slot.startsWith('indicator') || slot.startsWith('malware') || slot.startsWith('tool')) {
    choices.push((world) => ({
      more: { description: `Seen on ${'another '.repeat(world)}machine` },
      granular: [{ selectors: ['description'], tlp: 'red' }],
    }))
  }
  if (isVersioned(slot) && to !== 'ships') {
    choices.push((world) => ({
      more: { created_by_ref: `identity--7e11a000-0000-4000-8000-00000000aaa${world}` },
    }))
  }
  return chance.pick(choices)
}

/** An object that both worlds show, with a part that neither does. */
export const postParts = (plot: Plot): Step[] => {
  const { chance } = plot
  const { owner, to } = pickPlace(plot, true)
  const [slot] = pickSlots(
    plot,
    (each) => maySame(plot, owner, to, each) && lineageOf(plot, owner, to, each) === undefined,
  )
  if (slot === undefined) return []
  const version = takeVersion(plot, owner, to, slot, 'same')
  const said = { ...saying(plot, slot, version, 'plain'), tlp: chance.pick(tlps) }
  const part = drawPart(plot, to, slot)
  const options = chance.chance(0.4) ? { community: true } : null
  const [one, two] = [0, 1].map((world) =>
    post(owner, to, [makeThing(slot, { ...said, ...part(world) })], options),
  )
  return [{ worlds: [one!, two!], compared: false, note: 'parts' }]
}

/**
 * Versions at other minutes of the same hour, the later one perhaps revoked: whoever is outside is
 * told the hour.
 */
export const postTimes = (plot: Plot): Step[] => {
  const { chance } = plot
  const { owner, to } = pickPlace(plot, true)
  if (isInside(plot, to)) return []
  const [slot] = pickSlots(
    plot,
    (each) =>
      isVersioned(each) &&
      targetsOf(each).length === 0 &&
      lineageOf(plot, owner, to, each) === undefined,
  )
  if (slot === undefined) return []
  const tlp = chance.pick<Tlp>(['clear', 'green'])
  const postVersion = (version: number, revoked: boolean): Step => {
    takeVersion(plot, owner, to, slot, 'pinned')
    const said = { ...saying(plot, slot, version, 'plain'), tlp, revoked }
    const [one, two] = [0, 1].map((world) => {
      const thing = makeThing(slot, { ...said, minutes: 20 + 15 * world })
      return post(owner, to, [thing], { community: true })
    })
    return { worlds: [one!, two!], compared: false, note: 'times' }
  }
  const first = postVersion(1, false)
  return chance.chance(0.5) ? [first] : [first, postVersion(2, chance.chance(0.6))]
}
