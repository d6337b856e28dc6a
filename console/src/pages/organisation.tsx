// One organisation: its facts, what must never leave, its people; and the one honest button.
import { Anchor, Button, Group, SimpleGrid, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { type OrganisationKept, readOrganisation, saveOrganisation, setStatus } from '../api/hub.ts'
import { EntryForm, Fields } from '../hub-file/entry.tsx'
import { Choice, LinesField, tidyLines } from '../hub-file/fields.tsx'
import { People } from '../hub-file/people.tsx'
import { useSaving } from '../hub-file/saving.ts'
import { Webhooks } from '../hub-file/webhooks.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Page } from '../parts/page.tsx'
import { Asked } from '../parts/state.tsx'
import { When } from '../parts/when.tsx'
import { usePerson } from '../session/session.tsx'
import { useWords } from '../words/language.tsx'
import { Status } from './organisations.tsx'

const Suspension = ({ organisation }: { organisation: OrganisationKept }) => {
  const { w } = useWords()
  const { name, title, status = 'active' } = organisation
  const [asking, setAsking] = useState(false)
  const suspended = status === 'suspended'
  const words = suspended ? w.organisations.restoreWhy : w.organisations.suspendWhy
  const saving = useSaving(
    (reason: string) => setStatus(name, suspended ? 'active' : 'suspended', reason),
    ['organisation', 'organisations'],
    () => setAsking(false),
    suspended ? w.organisations.restored : w.organisations.suspended,
  )
  if (status === 'terminated') return null
  return (
    <>
      <Button
        variant="outline"
        color={suspended ? 'indigo' : 'vermilion'}
        onClick={() => setAsking(true)}
      >
        {suspended ? w.organisations.restore : w.organisations.suspend}
      </Button>
      {asking ? (
        <Confirm
          title={
            suspended ? w.organisations.restoreTitle(title) : w.organisations.suspendTitle(title)
          }
          why={words}
          act={suspended ? w.organisations.restore : w.organisations.suspend}
          reasonHint={w.organisations.reasonHint}
          busy={saving.isPending}
          close={() => setAsking(false)}
          confirm={(reason) => saving.mutate(reason)}
        />
      ) : null}
    </>
  )
}

type FactsProps = { organisation: OrganisationKept; mayChange: boolean; inside: boolean }

/** What the hub file calls an organisation's assets. */
const listed = [
  'domains',
  'mail_domains',
  'cidrs',
  'terms',
  'names',
  'hosts',
  'corporate_numbers',
  'phone_prefixes',
  'tenants',
] as const

type AssetsProps = {
  assets: NonNullable<OrganisationKept['assets']>
  change: (assets: NonNullable<OrganisationKept['assets']>) => void
}

const Assets = ({ assets, change }: AssetsProps) => {
  const { w } = useWords()
  return (
    <>
      <div>
        <Text fw={600}>{w.organisations.assets}</Text>
        <Text size="sm" c="dimmed">
          {w.organisations.assetsWhy}
        </Text>
      </div>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        {listed.map((name) => (
          <LinesField
            key={name}
            label={w.assets[name]}
            value={assets[name] ?? []}
            change={(lines) => change({ ...assets, [name]: lines })}
          />
        ))}
      </SimpleGrid>
    </>
  )
}

const Facts = ({ organisation, mayChange, inside }: FactsProps) => {
  const { w } = useWords()
  const { hasRole } = usePerson()
  const rules = hasRole('hub-admin')
  const [entry, setEntry] = useState(organisation)
  const set = (change: Partial<OrganisationKept>) =>
    setEntry((before) => ({ ...before, ...change }))
  const { assets = {} } = entry
  const saving = useSaving(saveOrganisation, ['organisation', 'organisations'])
  const save = () => {
    const tidy = Object.fromEntries(
      Object.entries(assets).map(([name, lines]) => [name, tidyLines(lines as string[])]),
    )
    saving.mutate({ ...entry, assets: tidy })
  }
  return (
    <EntryForm
      title={w.organisations.facts}
      mayChange={mayChange}
      saving={saving.isPending}
      save={save}
    >
      <TextInput
        label={w.organisations.title}
        value={entry.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
        required
        withAsterisk={false}
      />
      {/* What it is to others, who runs the hub says. */}
      <Fields disabled={!rules}>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <Choice
            label={w.organisations.kind}
            value={entry.kind ?? 'company'}
            change={(kind) => set({ kind })}
            words={w.kinds}
          />
          <TextInput
            label={w.organisations.country}
            value={entry.country ?? ''}
            onChange={(event) => set({ country: event.currentTarget.value || undefined })}
            pattern="[A-Z]{2}"
            maxLength={2}
          />
          <TagsInput
            label={w.organisations.sectors}
            value={entry.sectors ?? []}
            onChange={(sectors) => set({ sectors })}
            disabled={!rules}
          />
        </SimpleGrid>
      </Fields>
      {inside ? <Assets assets={assets} change={(assets) => set({ assets })} /> : null}
    </EntryForm>
  )
}

const OrganisationOpened = () => {
  const { w } = useWords()
  const { organisation: name = '' } = useParams()
  const { person, hasRole, stewards } = usePerson()
  const own = name === person.organisation && hasRole('org-admin')
  const mayChange = own || hasRole('hub-admin')
  const inside = name === person.organisation || hasRole('hub-admin') || hasRole('auditor')
  const query = useQuery({
    queryKey: ['organisation', name],
    queryFn: () => readOrganisation(name),
  })
  const found = query.data
  return (
    <Page
      title={found?.title ?? name}
      actions={
        found !== undefined && (stewards || hasRole('hub-admin')) ? (
          <Suspension organisation={found} />
        ) : null
      }
    >
      <Asked query={query}>
        {(organisation) => (
          <Stack>
            <Group gap="sm">
              <Status status={organisation.status} />
              <Text size="sm" c="dimmed">
                {name} · {w.organisations.seen}: <When at={organisation.last_seen} />
              </Text>
              {mayChange ? (
                <Anchor
                  component={Link}
                  size="sm"
                  href={`${pagePaths.credentials}?organisation=${encodeURIComponent(name)}`}
                >
                  {w.pages.credentials}
                </Anchor>
              ) : null}
            </Group>
            <Facts
              key={organisation.etag}
              organisation={organisation}
              mayChange={mayChange}
              inside={inside}
            />
            {inside ? <People organisation={name} mayChange={mayChange} /> : null}
            {mayChange ? <Webhooks organisation={name} /> : null}
          </Stack>
        )}
      </Asked>
    </Page>
  )
}

export default OrganisationOpened
