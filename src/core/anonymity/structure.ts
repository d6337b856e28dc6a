// Goes through an object's properties by the rows of the registry, and copies only what changes.
// Knows not what an action does.

import { type Content, isContent } from '../stix/rules/rule.ts'
import { domainObjectTypes } from '../stix/vocabulary.ts'
import { type Act, acts, generated } from './action.ts'
import { drawList } from './list.ts'
import { note, type Pass, reasonOf, withhold } from './pass.ts'
import { rowsOf, sharedRows } from './registry.ts'
import type { Action, Row } from './registry-row.ts'
import type { DrawnProfile } from './scope.ts'
import { drawUnknown } from './unknown.ts'

/** A property that an action is done to. `without` says what its loss does to the object. */
type Leaf = { row: Row; action: Action; act: Act; without: 'drop' | 'withhold' | 'generate' }

/**
 * The properties of an object or of something inside it, by name, and which others it may have.
 * `lenient`: none of them is required.
 */
export type Structure = {
  members: Map<string, Leaf | Structure>
  unknown: 'properties' | 'extensions' | null
  lenient?: boolean
}

const isStructure = (member: Leaf | Structure): member is Structure => 'members' in member

const openStructure = (inside: Structure, name: string): Structure => {
  const found = inside.members.get(name)
  if (found !== undefined && isStructure(found)) return found
  const top = inside.unknown === 'properties'
  const made: Structure = {
    members: new Map(),
    unknown: top && name === 'extensions' ? 'extensions' : null,
  }
  inside.members.set(name, made)
  return made
}

/** STIX asks for a malware's name where it is a family, which its row cannot know. */
const withoutIt = (type: string, row: Row): Leaf['without'] => {
  const needed = row.required || type === 'malware'
  if (row.path === 'name' && needed && domainObjectTypes.has(type)) return 'generate'
  return row.required ? 'withhold' : 'drop'
}

const compile = (type: string, profile: DrawnProfile): Structure => {
  const top: Structure = { members: new Map(), unknown: 'properties' }
  for (const row of rowsOf(type) ?? sharedRows) {
    const steps = row.path.split('.')
    const name = steps.pop()!
    const action = row.actions[profile]
    const without = withoutIt(type, row)
    const inside = steps.reduce(openStructure, top)
    inside.members.set(name, { row, action, act: acts[action], without })
  }
  if (!top.members.has('extensions')) openStructure(top, 'extensions')
  return top
}

const compiled = new Map<string, Structure>()

/** A type's properties under a profile; those any object may have, for a type STIX has not. */
export const structureOf = (type: string, profile: DrawnProfile): Structure => {
  const key = rowsOf(type) === null ? profile : `${profile} ${type}`
  const found = compiled.get(key)
  if (found !== undefined) return found
  const made = compile(type, profile)
  compiled.set(key, made)
  return made
}

/** Whether objects of the type are withheld as such, and why: the row of its type. */
export const hiddenType = (structure: Structure): Row | null => {
  const type = structure.members.get('type') as Leaf
  return type.action === 'withhold' ? type.row : null
}

const drawInside = (value: unknown, structure: Structure, pass: Pass): unknown => {
  if (Array.isArray(value)) {
    return drawList(value, pass, (member) => drawInside(member, structure, pass))
  }
  return isContent(value) ? drawStructure(value, structure, pass) : undefined
}

/** What stands for a property: undefined when it goes. */
const drawMember = (name: string, value: unknown, structure: Structure, pass: Pass): unknown => {
  const member = structure.members.get(name)
  if (member === undefined) {
    return structure.unknown === null
      ? undefined
      : drawUnknown(name, value, structure.unknown, pass)
  }
  if (isStructure(member)) return drawInside(value, member, pass)
  const drawn = member.act(value, pass, member.row)
  if (drawn === undefined && member.without === 'generate') return generated
  return drawn
}

/**
 * An object, or what is inside one, with each property as its row has it: the same value when
 * nothing changes, undefined when nothing valid is left. At the top a required property that goes
 * withholds the object instead.
 */
export const drawStructure = (
  content: Content,
  structure: Structure,
  pass: Pass,
): Content | undefined => {
  let copy: Content | null = null
  let left = 0
  for (const name of Object.keys(content)) {
    const value = content[name]
    const member = structure.members.get(name)
    left++
    if (member !== undefined && !isStructure(member) && member.action === 'keep') continue
    pass.path.push(name)
    const drawn = drawMember(name, value, structure, pass)
    if (drawn !== value) {
      if (drawn === undefined) note(pass, 'is left out')
      copy ??= { ...content }
      copy[name] = drawn
    }
    pass.path.pop()
    if (drawn !== undefined) continue
    left--
    delete copy![name]
    if (member === undefined || isStructure(member) || member.without !== 'withhold') continue
    if (structure.lenient === true) continue
    if (structure.unknown !== 'properties') return undefined
    withhold(pass, reasonOf(member.row.class))
  }
  return left === 0 ? undefined : (copy ?? content)
}
