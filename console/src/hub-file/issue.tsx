// Issuing a credential: for a service or a person, as a token or as username and password.
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { type Issued, issueCredential, type Wish } from '../api/credentials.ts'
import { useWords } from '../words/language.tsx'
import { Choice, NameField, TlpChoice } from './fields.tsx'
import { useSaving } from './saving.ts'

type IssueProps = { organisation: string; close(): void; issued(secret: Issued): void }

type Given = {
  name: string
  kind: Wish['kind']
  how: Wish['how']
  person: string
  username: string
  expires: string
  max_tlp: 'clear' | 'green' | 'amber' | 'amber+strict' | 'red' | undefined
}

const nothing: Given = {
  name: '',
  kind: 'service',
  how: 'token',
  person: '',
  username: '',
  expires: '',
  max_tlp: undefined,
}

const wishOf = ({ name, kind, how, person, username, expires, max_tlp }: Given): Wish => ({
  name,
  kind,
  how,
  ...(kind === 'person' ? { person } : {}),
  ...(how === 'basic' ? { username: username.trim() } : {}),
  ...(expires === '' ? {} : { expires: `${expires.slice(0, 16)}:00Z` }),
  ...(max_tlp === undefined ? {} : { max_tlp }),
})

export const Issue = ({ organisation, close, issued }: IssueProps) => {
  const { w } = useWords()
  const [given, setGiven] = useState(nothing)
  const set = (change: Partial<Given>) => setGiven((before) => ({ ...before, ...change }))
  const saving = useSaving(
    () => issueCredential(organisation, wishOf(given)),
    ['credentials'],
    issued,
  )
  const issue = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate(undefined)
  }
  const words = w.credentials
  return (
    <Modal
      opened
      onClose={close}
      title={words.issueFor(organisation)}
      closeButtonProps={{ 'aria-label': w.acts.close }}
    >
      <form onSubmit={issue}>
        <Stack>
          <NameField
            label={words.name}
            hint={w.organisations.nameHint}
            value={given.name}
            change={(name) => set({ name })}
          />
          <Choice
            label={words.kind}
            value={given.kind}
            change={(kind) => set({ kind })}
            words={{ service: words.service, person: words.person }}
          />
          {given.kind === 'person' ? (
            <NameField
              label={words.whose}
              hint={w.organisations.person}
              value={given.person}
              change={(person) => set({ person })}
            />
          ) : null}
          <Choice
            label={words.how}
            value={given.how}
            change={(how) => set({ how })}
            words={{ token: words.token, basic: words.basic }}
          />
          {given.how === 'basic' ? (
            <TextInput
              label={words.username}
              value={given.username}
              onChange={(event) => set({ username: event.currentTarget.value })}
              required
              withAsterisk={false}
            />
          ) : null}
          <TextInput
            type="datetime-local"
            label={words.expires}
            value={given.expires}
            onChange={(event) => set({ expires: event.currentTarget.value })}
          />
          <TlpChoice
            label={words.maxTlp}
            value={given.max_tlp}
            change={(max_tlp) => set({ max_tlp })}
            none={words.noCap}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {w.acts.cancel}
            </Button>
            <Button type="submit" loading={saving.isPending}>
              {words.issue}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
