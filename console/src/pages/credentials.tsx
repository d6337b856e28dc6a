// What services and people of an organisation authenticate with: issue, rotate, revoke.
import { Badge, Button, Group, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useSearch } from 'wouter'
import {
  type CredentialKept,
  type Issued,
  listCredentials,
  revokeCredential,
  rotateCredential,
} from '../api/credentials.ts'
import { Issue } from '../hub-file/issue.tsx'
import { useSaving } from '../hub-file/saving.ts'
import { Confirm } from '../parts/confirm.tsx'
import { type Column, Listing, usePages } from '../parts/listing.tsx'
import { Tlp } from '../parts/marks.tsx'
import { Page } from '../parts/page.tsx'
import { Secret } from '../parts/secret.tsx'
import { When } from '../parts/when.tsx'
import { usePerson } from '../session/session.tsx'
import type { Dictionary } from '../words/dictionary.ts'
import { useWords } from '../words/language.tsx'

const pauseMs = 400

const isRevoked = ({ revoked }: CredentialKept): boolean => revoked !== null

const State = ({ credential }: { credential: CredentialKept }) => {
  const { w } = useWords()
  const { expires } = credential
  const expired = expires !== null && Date.parse(expires) < Date.now()
  const word = isRevoked(credential) ? 'revoked' : expired ? 'expired' : 'valid'
  return (
    <Badge
      variant={word === 'valid' ? 'default' : 'light'}
      color={word === 'valid' ? 'gray' : 'vermilion'}
      tt="none"
    >
      {w.credentials[word]}
    </Badge>
  )
}

type ActsProps = { organisation: string; credential: CredentialKept; shown(secret: Issued): void }

const Acts = ({ organisation, credential, shown }: ActsProps) => {
  const { w } = useWords()
  const [asking, setAsking] = useState<'rotate' | 'revoke' | null>(null)
  const close = () => setAsking(null)
  const rotating = useSaving(
    () => rotateCredential(organisation, credential.name),
    ['credentials'],
    (secret) => {
      close()
      shown(secret)
    },
  )
  const revoking = useSaving(
    () => revokeCredential(organisation, credential.name),
    ['credentials'],
    close,
    w.credentials.revokedNow,
  )
  if (isRevoked(credential)) return null
  return (
    <Group gap="xs" wrap="nowrap">
      {credential.how === 'certificate' ? null : (
        <Button size="xs" variant="default" onClick={() => setAsking('rotate')}>
          {w.credentials.rotate}
        </Button>
      )}
      <Button size="xs" variant="subtle" color="vermilion" onClick={() => setAsking('revoke')}>
        {w.credentials.revoke}
      </Button>
      {asking === null ? null : (
        <Confirm
          title={credential.name}
          why={asking === 'rotate' ? w.credentials.rotateAsk : w.credentials.revokeAsk}
          act={w.credentials[asking]}
          busy={rotating.isPending || revoking.isPending}
          close={close}
          confirm={() => (asking === 'rotate' ? rotating : revoking).mutate(undefined)}
        />
      )}
    </Group>
  )
}

const columnsOf = (w: Dictionary): Column<CredentialKept>[] => [
  { title: w.credentials.name, cell: ({ name }) => name },
  {
    title: w.credentials.kind,
    cell: ({ kind, person }) =>
      kind === 'person' ? (person ?? w.credentials.person) : w.credentials.service,
  },
  {
    title: w.credentials.how,
    // Of one that is revoked nothing is kept.
    cell: (credential) =>
      isRevoked(credential) ? (
        ''
      ) : (
        <>
          {w.credentials[credential.how]}
          {credential.username == null ? null : (
            <div className="short-id anywhere">{credential.username}</div>
          )}
        </>
      ),
  },
  { title: w.credentials.maxTlp, cell: ({ max_tlp }) => <Tlp level={max_tlp} /> },
  { title: w.credentials.created, cell: ({ created }) => <When at={created} /> },
  { title: w.credentials.expiresColumn, cell: ({ expires }) => <When at={expires} /> },
  { title: w.credentials.used, cell: ({ last_used }) => <When at={last_used} /> },
  { title: w.credentials.state, cell: (credential) => <State credential={credential} /> },
]

const linesOf = ({ username, secret }: Issued): string[] =>
  username === null ? [secret] : [username, secret]

const Credentials = () => {
  const { w } = useWords()
  const { person, hasRole } = usePerson()
  const asked = new URLSearchParams(useSearch()).get('organisation')
  const [organisation, setOrganisation] = useState(asked ?? person.organisation)
  const [paused] = useDebouncedValue(organisation.trim(), pauseMs)
  const [issuing, setIssuing] = useState(false)
  const [secret, setSecret] = useState<Issued | null>(null)
  const pages = usePages(
    ['credentials', paused],
    (next) => listCredentials(paused, next),
    paused !== '',
  )
  const columns: Column<CredentialKept>[] = [
    ...columnsOf(w),
    {
      title: w.lists.acts,
      quiet: true,
      cell: (credential) => (
        <Acts organisation={paused} credential={credential} shown={setSecret} />
      ),
    },
  ]
  const issued = (fresh: Issued) => {
    setIssuing(false)
    setSecret(fresh)
  }
  return (
    <Page
      title={w.pages.credentials}
      lead={w.credentials.lead}
      actions={
        <Button disabled={organisation.trim() === ''} onClick={() => setIssuing(true)}>
          {w.credentials.issue}
        </Button>
      }
    >
      {hasRole('hub-admin') ? (
        <Group>
          <TextInput
            label={w.credentials.organisation}
            value={organisation}
            onChange={(event) => setOrganisation(event.currentTarget.value)}
            autoCapitalize="none"
          />
        </Group>
      ) : null}
      {secret === null ? null : (
        <Secret
          title={w.credentials.secret}
          why={w.credentials.secretWhy}
          lines={linesOf(secret)}
          done={() => setSecret(null)}
        />
      )}
      <Listing
        pages={pages}
        label={w.pages.credentials}
        columns={columns}
        keyOf={({ name }) => name}
        empty={{ title: w.credentials.empty, next: w.credentials.emptyNext }}
      />
      {issuing ? (
        <Issue organisation={organisation.trim()} close={() => setIssuing(false)} issued={issued} />
      ) : null}
    </Page>
  )
}

export default Credentials
