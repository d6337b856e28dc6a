// The members of a trust group: their level, changed in place, admitting one, and taking one out.
import { Anchor, Button, Group, Select, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Link } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { membershipLevels } from '../../../src/core/hub-file/vocabulary.ts'
import { type GroupKept, removeMember, setMember } from '../api/hub.ts'
import { Confirm } from '../parts/confirm.tsx'
import { type Column, Rows } from '../parts/listing.tsx'
import { useOrganisationTitle } from '../parts/organisation-title.ts'
import { Section } from '../parts/page.tsx'
import { Empty } from '../parts/state.tsx'
import { useWords } from '../words/language.tsx'
import { Choice } from './fields.tsx'
import { useSaving } from './saving.ts'

type Level = (typeof membershipLevels)[number]
type Member = { organisation: string; level: Level }

const stale = ['group', 'groups']

const LevelChoice = ({ group, member }: { group: string; member: Member }) => {
  const { w } = useWords()
  const saving = useSaving((level: string) => setMember(group, member.organisation, level), stale)
  return (
    <Select
      size="xs"
      aria-label={`${w.groups.level}: ${member.organisation}`}
      value={member.level}
      onChange={(level) => level !== null && saving.mutate(level)}
      allowDeselect={false}
      disabled={saving.isPending}
      maw={180}
      data={membershipLevels.map((level) => ({ value: level, label: w.levels[level] }))}
    />
  )
}

const RemoveMember = ({ group, member }: { group: string; member: Member }) => {
  const { w } = useWords()
  const [asking, setAsking] = useState(false)
  const removing = useSaving(
    () => removeMember(group, member.organisation),
    stale,
    () => setAsking(false),
  )
  return (
    <>
      <Button size="xs" variant="subtle" color="vermilion" onClick={() => setAsking(true)}>
        {w.acts.remove}
      </Button>
      {asking ? (
        <Confirm
          title={member.organisation}
          why={w.groups.removeAsk(member.organisation)}
          act={w.acts.remove}
          busy={removing.isPending}
          close={() => setAsking(false)}
          confirm={() => removing.mutate(undefined)}
        />
      ) : null}
    </>
  )
}

const Admit = ({ group }: { group: string }) => {
  const { w } = useWords()
  const [organisation, setOrganisation] = useState('')
  const [level, setLevel] = useState<Level>('consumer')
  const saving = useSaving(
    () => setMember(group, organisation.trim(), level),
    stale,
    () => setOrganisation(''),
  )
  const admit = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate(undefined)
  }
  return (
    <form onSubmit={admit} aria-label={w.groups.admit}>
      <Group align="flex-end" mt="md">
        <TextInput
          label={w.groups.admit}
          description={w.organisations.name}
          value={organisation}
          onChange={(event) => setOrganisation(event.currentTarget.value)}
          autoCapitalize="none"
          required
          withAsterisk={false}
        />
        <Choice
          label={w.groups.level}
          value={level}
          change={(chosen) => setLevel(chosen)}
          words={w.levels}
        />
        <Button type="submit" loading={saving.isPending}>
          {w.groups.admitDo}
        </Button>
      </Group>
    </form>
  )
}

/** Who may not know of the organisation itself is shown its name alone. */
const OrganisationLink = ({ name, title }: { name: string; title: string | null }) =>
  title === null ? (
    <span>{name}</span>
  ) : (
    <>
      <Anchor component={Link} href={`${pagePaths.organisations}/${encodeURIComponent(name)}`}>
        {title}
      </Anchor>{' '}
      <Text span size="xs" c="dimmed">
        {name}
      </Text>
    </>
  )

export const Members = ({ group, mayChange }: { group: GroupKept; mayChange: boolean }) => {
  const { w } = useWords()
  const titleOf = useOrganisationTitle()
  const members: Member[] = Object.entries(group.members ?? {})
    .map(([organisation, level]) => ({ organisation, level }))
    .sort((a, b) => a.organisation.localeCompare(b.organisation))
  const columns: Column<Member>[] = [
    {
      title: w.groups.member,
      cell: ({ organisation }) => (
        <OrganisationLink name={organisation} title={titleOf(organisation)} />
      ),
    },
    {
      title: w.groups.level,
      cell: (member) =>
        mayChange ? <LevelChoice group={group.name} member={member} /> : w.levels[member.level],
    },
    ...(mayChange
      ? [
          {
            title: w.lists.acts,
            quiet: true,
            cell: (member: Member) => <RemoveMember group={group.name} member={member} />,
          },
        ]
      : []),
  ]
  return (
    <Section title={w.groups.members}>
      {members.length === 0 ? (
        <Empty title={w.groups.membersEmpty} next={w.groups.membersEmptyNext} />
      ) : (
        <Rows
          label={w.groups.members}
          columns={columns}
          entries={members}
          keyOf={({ organisation }) => organisation}
        />
      )}
      {mayChange ? <Admit group={group.name} /> : null}
    </Section>
  )
}
