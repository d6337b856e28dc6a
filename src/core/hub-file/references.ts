// What must hold between the entries of a hub file: names that must exist, and names, ids, aliases
// and titles that must not be there twice. An entry that is itself at fault is null here, so that
// every other entry is still checked. Knows no line.
import { canonicalUsername } from '../credential/username.ts'
import type { CollectionEntry, GroupEntry, OrganisationEntry } from './model.ts'
import { builtInGroups, reservedGroupNames, tlpWords } from './vocabulary.ts'

export type Path = (string | number)[]
export type Finding = { path: Path; message: string; onKey?: boolean }

export type Entries = {
  organisations: (OrganisationEntry | null)[]
  groups: (GroupEntry | null)[]
  collections: (CollectionEntry | null)[]
  /** Names that stand in the file, in entries at fault too. */
  declared: { organisations: Set<string>; groups: Set<string>; collections: Set<string> }
}

export const collectionKey = (group: string, name: string): string => `${group}/${name}`

const isBuiltIn = (group: string): boolean => (builtInGroups as readonly string[]).includes(group)

/** Remembers where a value was first seen; the second sight is a finding. */
const seenOnce = (what: string) => {
  const seen = new Set<string>()
  return (value: string | undefined, path: Path): Finding[] => {
    if (value === undefined) return []
    if (seen.has(value)) return [{ path, message: `${what} \`${value}\` is there twice` }]
    seen.add(value)
    return []
  }
}

const unknownOrganisation = (entries: Entries, name: string, path: Path): Finding[] =>
  entries.declared.organisations.has(name)
    ? []
    : [{ path, message: `there is no organisation \`${name}\` in this file` }]

const checkSignIn = (organisation: OrganisationEntry, path: Path): Finding[] => {
  const once = seenOnce('the credential or person')
  const people = new Set(organisation.people.map(({ name }) => name))
  const persons = organisation.people.flatMap(({ name }, index) =>
    once(name, [...path, 'people', index, 'name']),
  )
  const credentials = organisation.credentials.flatMap(({ name, person }, index) => {
    const at = [...path, 'credentials', index]
    const lost = person !== undefined && !people.has(person)
    return [
      ...once(name, [...at, 'name']),
      ...(lost
        ? [{ path: [...at, 'person'], message: `\`${organisation.name}\` has no such person` }]
        : []),
    ]
  })
  return [...persons, ...credentials]
}

const checkOrganisations = (entries: Entries): Finding[] => {
  const name = seenOnce('the organisation')
  const identity = seenOnce('the identity')
  const username = seenOnce('the username')
  const fingerprint = seenOnce('the certificate')
  return entries.organisations.flatMap((organisation, index) => {
    if (organisation === null) return []
    const path = ['organisations', index]
    const others = (key: 'vouches' | 'client_of') =>
      organisation[key].flatMap((other, at) =>
        other === organisation.name
          ? [{ path: [...path, key, at], message: 'an organisation cannot name itself here' }]
          : unknownOrganisation(entries, other, [...path, key, at]),
      )
    return [
      ...name(organisation.name, [...path, 'name']),
      ...organisation.identities.flatMap((id, at) => identity(id, [...path, 'identities', at])),
      ...others('vouches'),
      ...others('client_of'),
      ...checkSignIn(organisation, path),
      ...organisation.credentials.flatMap(({ basic, certificate }, at) => {
        const canonical = basic && canonicalUsername(basic.username)
        const credential = [...path, 'credentials', at]
        return [
          ...username(canonical, [...credential, 'basic', 'username']),
          ...fingerprint(certificate?.fingerprint, [...credential, 'certificate', 'fingerprint']),
        ]
      }),
    ]
  })
}

const checkGroup = (entries: Entries, group: GroupEntry, path: Path): Finding[] => {
  const findings: Finding[] = []
  const members = Object.keys(group.members)
  if (reservedGroupNames.has(group.name)) {
    const message = `\`${group.name}\` is a word of the hub's own paths; take another name`
    findings.push({ path: [...path, 'name'], message })
  }
  if (isBuiltIn(group.name) && members.length > 0) {
    const message = `\`${group.name}\` is built in and has no list of members`
    findings.push({ path: [...path, 'members'], message })
  }
  const beyond =
    group.default_tlp !== undefined &&
    tlpWords.indexOf(group.default_tlp) > tlpWords.indexOf(group.max_tlp)
  if (beyond) {
    const message = `must not be stricter than \`max_tlp\`, which is \`${group.max_tlp}\``
    findings.push({ path: [...path, 'default_tlp'], message })
  }
  for (const member of members) {
    const at = [...path, 'members', member]
    for (const finding of unknownOrganisation(entries, member, at)) {
      findings.push({ ...finding, onKey: true })
    }
  }
  return findings
}

const checkGroups = (entries: Entries): Finding[] => {
  const name = seenOnce('the group')
  return entries.groups.flatMap((group, index) => {
    if (group === null) return []
    const path = ['groups', index]
    return [...name(group.name, [...path, 'name']), ...checkGroup(entries, group, path)]
  })
}

const checkSpread = (entries: Entries, collection: CollectionEntry, path: Path): Finding[] =>
  Object.entries(collection.spreads_to).flatMap(([group, name]) => {
    if (name === undefined) return []
    const at = [...path, 'spreads_to', group]
    if (isBuiltIn(collection.group)) {
      return [{ path: at, message: `a collection of \`${collection.group}\` spreads no further` }]
    }
    return entries.declared.collections.has(collectionKey(group, name))
      ? []
      : [{ path: at, message: `the group \`${group}\` has no collection \`${name}\` in this file` }]
  })

const checkCollection = (entries: Entries, collection: CollectionEntry, path: Path): Finding[] => {
  const { group } = collection
  const findings = checkSpread(entries, collection, path)
  if (!isBuiltIn(group) && !entries.declared.groups.has(group)) {
    const message = `there is no group \`${group}\` in this file`
    findings.push({ path: [...path, 'group'], message })
  }
  if (collection.publish_gate !== undefined && group !== 'public') {
    const message = 'only collections of the group `public` have a publish gate'
    findings.push({ path: [...path, 'publish_gate'], message })
  }
  if (collection.review !== 'automatic' && isBuiltIn(group)) {
    const message = 'what spreads here is reviewed in the collection it comes from'
    findings.push({ path: [...path, 'review'], message })
  }
  for (const organisation of Object.keys(collection.access)) {
    const at = [...path, 'access', organisation]
    for (const finding of unknownOrganisation(entries, organisation, at)) {
      findings.push({ ...finding, onKey: true })
    }
  }
  return findings
}

const checkCollections = (entries: Entries): Finding[] => {
  const id = seenOnce('the collection id')
  const name = seenOnce('the collection')
  const perGroup = (what: string) => {
    const groups = new Map<string, ReturnType<typeof seenOnce>>()
    return (group: string, value: string | undefined, path: Path) => {
      const once = groups.get(group) ?? seenOnce(`in the group \`${group}\`, the ${what}`)
      groups.set(group, once)
      return once(value, path)
    }
  }
  const title = perGroup('title')
  const alias = perGroup('alias')
  return entries.collections.flatMap((collection, index) => {
    if (collection === null) return []
    const path = ['collections', index]
    const { group } = collection
    return [
      ...name(collectionKey(group, collection.name), [...path, 'name']),
      ...id(collection.id, [...path, 'id']),
      ...title(group, collection.title, [...path, 'title']),
      ...alias(group, collection.alias, [...path, 'alias']),
      ...checkCollection(entries, collection, path),
    ]
  })
}

/** Every finding, in the order of the three lists. */
export const checkReferences = (entries: Entries): Finding[] => [
  ...checkOrganisations(entries),
  ...checkGroups(entries),
  ...checkCollections(entries),
]
