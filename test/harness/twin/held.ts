// What waits for a reviewer in a script, what a reviewer decides, and what is only prepared: hidden
// from everybody else, whatever becomes of it.
import { both, post, postTo, type Step } from './act.ts'
import { type Hiding, writersOf } from './hidden.ts'
import { type OrganisationName, organisationOf, reviewer } from './place.ts'
import { mayHide, type Plot, takeVersion } from './plot.ts'
import { hiddenThing, pickSlots, postObjects } from './posts.ts'
import { idOf, makeThing, plainSaying } from './thing.ts'

const othersIn = ({ viewer }: Plot): OrganisationName[] =>
  writersOf('held').filter((name) => name !== viewer.organisation)

const once = (plot: Plot, acts: Step['worlds'], note: string): Step => ({
  worlds: plot.chance.pick<Step['worlds']>([acts, [acts[0], null], [null, acts[1]]]),
  compared: false,
  note,
})

/** For a reviewer only what is not for it; for others whatever waits. */
const hideHeld = (plot: Plot): Hiding => {
  const { chance, viewer } = plot
  const tlp = chance.pick(['clear', 'green', 'amber'] as const)
  const usual: Hiding = { why: 'waits', tlp, options: null, marking: null }
  if (viewer.name !== reviewer) return usual
  return chance.pick<Hiding>([
    { ...usual, why: 'excluded', options: { exclude: ['cert'] } },
    { ...usual, why: 'addressed', tlp: 'amber', options: { addressed: 'org(acme)' } },
    { ...usual, why: 'named', tlp: 'red', options: { recipients: ['taro@acme'] } },
  ])
}

/** Somebody's object waits for a reviewer: in one world, or another one in the other. */
export const postHeld = (plot: Plot): Step[] => {
  const owner = plot.chance.pick(othersIn(plot))
  const chosen = pickSlots(plot, (slot) => mayHide(plot, owner, 'held', slot, 'loose'))
  if (chosen.length === 0) return []
  const versions = chosen.map((slot) => takeVersion(plot, owner, 'held', slot, 'loose'))
  const make = () => {
    const hiding = hideHeld(plot)
    const objects = chosen.map((slot, at) =>
      hiddenThing(plot, slot, versions[at] as number, hiding),
    )
    return post(owner, 'held', objects, hiding.options)
  }
  return [once(plot, [make(), make()], 'waits for a reviewer')]
}

/** The same waits in both worlds, and is mostly released in both. */
export const postReleased = (plot: Plot): Step[] => {
  const { chance } = plot
  const place = { owner: chance.pick(othersIn(plot)), to: 'held' } as const
  const steps = postObjects(plot, place, 'waits', false)
  const [act] = steps[0]?.worlds ?? []
  if (act?.do !== 'ask') return []
  const { objects } = act.body as { objects: { id: string }[] }
  const how = chance.chance(0.8) ? 'release' : 'refuse'
  const decided = objects.map(({ id }) =>
    both({ do: 'decide', owner: place.owner, id, to: 'held', how }, how),
  )
  return [...steps, ...decided]
}

/** What is hidden is refused in one world, and waits on in the other. */
export const refuseHidden = (plot: Plot): Step[] => {
  const { chance, lineages } = plot
  const known = [...lineages.values()].filter(({ to, kind }) => to === 'held' && kind === 'loose')
  if (known.length === 0) return []
  const { owner, slot } = chance.pick(known)
  const act = {
    do: 'decide',
    owner,
    id: idOf(slot),
    to: 'held',
    how: 'refuse',
  } as const
  return [once(plot, [act, act], 'refused')]
}

const bodyOf = (title: string) => {
  const object = makeThing('indicator 2', { ...plainSaying, tlp: 'green', text: title })
  return { title, envelope: { group: 'rail', collection: 'indicators', objects: [object] } }
}

/** Others prepare something; the viewer does so itself where it is a person. */
export const draftSomething = (plot: Plot): Step[] => {
  const { viewer, chance } = plot
  if (viewer.person && chance.chance(0.4)) {
    return [both(postTo(viewer.name, '/api/drafts', bodyOf('own')), 'own draft', true)]
  }
  const owner = viewer.organisation === 'acme' ? 'cargo' : 'acme'
  const by = `${organisationOf(owner).person}@${owner}`
  const make = (title: string) => postTo(by, '/api/drafts', bodyOf(title))
  return [once(plot, [make('secret'), make('other secret')], 'others prepare')]
}

/** A group that the viewer is not in, and its collection, are called otherwise in one world. */
export const renameHidden = (plot: Plot): Step[] => {
  const { viewer, edits } = plot
  if (viewer.organisation !== null && organisationOf(viewer.organisation).in.sea !== undefined) {
    return []
  }
  const act = { do: 'edit', edits: { ...edits, title: 'Secret sea' } } as const
  return [once(plot, [act, { do: 'edit', edits }], 'a hidden group is renamed')]
}

/** What its webhook is called with: an organisation's, whatever cap one of its credentials has. */
export const noticeViewer = ({ viewer: { organisation, max_tlp } }: Plot): Step[] =>
  organisation === null || max_tlp !== null
    ? []
    : [both({ do: 'notice', organisation }, 'notice', true)]
