// What else happens in a script: withdrawals, changes of the hub, and what others read.
import { both, get, pathOf, remove, type Step } from './act.ts'
import { collectionNames, type Edits, viewers } from './place.ts'
import type { Plot } from './plot.ts'
import { idOf } from './thing.ts'

/** An owner takes something back: in one world only where it is hidden. */
export const withdrawSomething = (plot: Plot): Step[] => {
  const { chance, lineages, viewer } = plot
  const known = [...lineages.values()].filter(({ kind }) => kind !== 'pinned')
  if (known.length === 0) return []
  const { owner, to, slot, kind } = chance.pick(known)
  const search = chance.pick(['', '', '?match[version]=last', '?match[version]=first'])
  const mine = owner === viewer.organisation
  const act = remove(mine ? viewer.name : owner, to, idOf(slot), search)
  if (kind !== 'loose') return [both(act, `withdraw ${kind}`, mine)]
  const worlds: Step['worlds'] = chance.pick([
    [act, null],
    [null, act],
    [act, act],
  ])
  return [{ worlds, compared: false, note: 'withdraw loose' }]
}

/** The hub file changes. Never so that the viewer gains what it does not have at first. */
export const editHub = (plot: Plot): Step[] => {
  const { chance, viewer } = plot
  const other = chance.pick(
    ['mssp', 'cert', 'ferry', 'acme'].filter((n) => n !== viewer.organisation),
  )
  const own = viewer.organisation
  const choices: Edits[] = [
    {},
    { status: { [other]: 'suspended' } },
    { level: { [`${other} rail`]: other === 'ferry' ? null : 'consumer' } },
    ...(own === null
      ? []
      : [
          { level: { [`${own} rail`]: null } },
          { level: { [`${own} rail`]: 'observer' as const } },
          { status: { [own]: 'restricted' } },
        ]),
  ]
  const edits = chance.pick(choices)
  plot.edits = edits
  return [both({ do: 'edit', edits }, `edit ${JSON.stringify(edits)}`)]
}

/** Somebody else reads: in one world only, because what others read is theirs. */
export const readAlong = (plot: Plot): Step[] => {
  const { chance, viewer } = plot
  const reader = chance.pick(
    viewers.filter(({ organisation }) => organisation !== viewer.organisation),
  )
  const path = pathOf(chance.pick(collectionNames), chance.pick(['objects/', 'manifest/']))
  const act = get(reader.name, path)
  const worlds: Step['worlds'] = chance.pick([
    [act, null],
    [null, act],
    [act, act],
  ])
  return [{ worlds, compared: false, note: 'others read' }]
}
