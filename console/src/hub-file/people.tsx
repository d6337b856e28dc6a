// The people of an organisation: their roles, an invitation for each, and taking one out.
import { Button, Group, Modal, MultiSelect, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { personRoles } from '../../../src/core/hub-file/vocabulary.ts'
import { listPeople, type PersonKept, removePerson, savePerson } from '../api/hub.ts'
import { invite } from '../api/session.ts'
import { Confirm } from '../parts/confirm.tsx'
import { useTelling } from '../parts/faults.tsx'
import { type Column, Rows } from '../parts/listing.tsx'
import { Section } from '../parts/page.tsx'
import { Secret } from '../parts/secret.tsx'
import { Asked, Empty } from '../parts/state.tsx'
import { useWords } from '../words/language.tsx'
import { NameField } from './fields.tsx'
import { useSaving } from './saving.ts'

type Role = (typeof personRoles)[number]
type FormProps = { organisation: string; known: PersonKept | null; close(): void }

const PersonForm = ({ organisation, known, close }: FormProps) => {
  const { w } = useWords()
  const [name, setName] = useState(known?.name ?? '')
  const [email, setEmail] = useState(known?.email ?? '')
  const [roles, setRoles] = useState<Role[]>(known?.roles ?? ['analyst'])
  const saving = useSaving(
    () => savePerson(organisation, { ...known, name, email: email.trim(), roles }),
    ['people'],
    close,
  )
  const save = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate(undefined)
  }
  return (
    <Modal
      opened
      onClose={close}
      title={known === null ? w.organisations.addPerson : known.name}
      closeButtonProps={{ 'aria-label': w.acts.close }}
    >
      <form onSubmit={save}>
        <Stack>
          {known === null ? (
            <NameField
              label={w.organisations.person}
              hint={w.organisations.nameHint}
              value={name}
              change={setName}
            />
          ) : null}
          <TextInput
            type="email"
            label={w.organisations.email}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <MultiSelect
            label={w.organisations.roles}
            value={roles}
            onChange={(chosen) => setRoles(chosen as Role[])}
            data={personRoles.map((role) => ({ value: role, label: w.roles[role] }))}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {w.acts.cancel}
            </Button>
            <Button type="submit" loading={saving.isPending}>
              {w.acts.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

type ActsProps = { organisation: string; person: PersonKept; edit(): void; invited: Invited }
type Invited = (link: { url: string; expires: string }) => void

const PersonActs = ({ organisation, person, edit, invited }: ActsProps) => {
  const { w } = useWords()
  const { tellFault } = useTelling()
  const [removing, setRemoving] = useState(false)
  const [busy, setBusy] = useState(false)
  const remove = useSaving(
    () => removePerson(organisation, person.name),
    ['people'],
    () => setRemoving(false),
  )
  const makeInvitation = async () => {
    setBusy(true)
    await invite(organisation, person.name).then(invited, tellFault)
    setBusy(false)
  }
  return (
    <Group gap="xs" wrap="nowrap">
      <Button size="xs" variant="default" loading={busy} onClick={() => void makeInvitation()}>
        {w.organisations.invite}
      </Button>
      <Button size="xs" variant="default" onClick={edit}>
        {w.acts.edit}
      </Button>
      <Button size="xs" variant="subtle" color="vermilion" onClick={() => setRemoving(true)}>
        {w.organisations.removePerson}
      </Button>
      {removing ? (
        <Confirm
          title={person.name}
          why={w.organisations.removePersonAsk(person.name)}
          act={w.organisations.removePerson}
          busy={remove.isPending}
          close={() => setRemoving(false)}
          confirm={() => remove.mutate(undefined)}
        />
      ) : null}
    </Group>
  )
}

type PeopleProps = { organisation: string; mayChange: boolean }

export const People = ({ organisation, mayChange }: PeopleProps) => {
  const { w } = useWords()
  const [edited, setEdited] = useState<PersonKept | 'new' | null>(null)
  const [link, setLink] = useState<{ url: string; expires: string } | null>(null)
  const query = useQuery({
    queryKey: ['people', organisation],
    queryFn: () => listPeople(organisation),
  })
  const columns: Column<PersonKept>[] = [
    { title: w.organisations.person, cell: ({ name }) => name },
    { title: w.organisations.email, cell: ({ email }) => email ?? w.lists.none },
    {
      title: w.organisations.roles,
      cell: ({ roles = [] }) => roles.map((role) => w.roles[role]).join(', '),
    },
    ...(mayChange
      ? [
          {
            title: w.lists.acts,
            quiet: true,
            cell: (person: PersonKept) => (
              <PersonActs
                organisation={organisation}
                person={person}
                edit={() => setEdited(person)}
                invited={setLink}
              />
            ),
          },
        ]
      : []),
  ]
  return (
    <Section
      title={w.organisations.people}
      actions={
        mayChange ? (
          <Button size="xs" variant="default" onClick={() => setEdited('new')}>
            {w.organisations.addPerson}
          </Button>
        ) : null
      }
    >
      {link === null ? null : (
        <Secret
          title={w.organisations.invitation}
          why={w.organisations.invitationWhy}
          until={link.expires}
          lines={[link.url]}
          done={() => setLink(null)}
        />
      )}
      <Asked query={query}>
        {({ entries }) =>
          entries.length === 0 ? (
            <Empty
              title={w.organisations.peopleEmpty}
              next={mayChange ? w.organisations.peopleEmptyNext : undefined}
            />
          ) : (
            <Rows
              label={w.organisations.people}
              columns={columns}
              entries={entries}
              keyOf={({ name }) => name}
            />
          )
        }
      </Asked>
      {edited === null ? null : (
        <PersonForm
          organisation={organisation}
          known={edited === 'new' ? null : edited}
          close={() => setEdited(null)}
        />
      )}
    </Section>
  )
}
