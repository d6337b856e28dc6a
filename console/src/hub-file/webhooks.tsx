// The addresses an organisation has called when something arrives for it: given, watched, taken away.
import { Button, Group, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { addWebhook, listWebhooks, removeWebhook, type Webhook } from '../api/hub.ts'
import { Confirm } from '../parts/confirm.tsx'
import { type Column, Rows } from '../parts/listing.tsx'
import { Section } from '../parts/page.tsx'
import { Secret } from '../parts/secret.tsx'
import { Asked } from '../parts/state.tsx'
import { When } from '../parts/when.tsx'
import { useWords } from '../words/language.tsx'
import { useSaving } from './saving.ts'

const Remove = ({ organisation, webhook }: { organisation: string; webhook: Webhook }) => {
  const { w } = useWords()
  const [asking, setAsking] = useState(false)
  const removing = useSaving(
    () => removeWebhook(organisation, webhook.id),
    ['webhooks'],
    () => setAsking(false),
  )
  return (
    <>
      <Button size="xs" variant="subtle" color="vermilion" onClick={() => setAsking(true)}>
        {w.acts.remove}
      </Button>
      {asking ? (
        <Confirm
          title={webhook.url}
          why={w.webhooks.removeAsk}
          act={w.acts.remove}
          busy={removing.isPending}
          close={() => setAsking(false)}
          confirm={() => removing.mutate(undefined)}
        />
      ) : null}
    </>
  )
}

const Result = ({ webhook: { last_called, last_status, failures } }: { webhook: Webhook }) => {
  const { w } = useWords()
  if (last_called === null) return w.webhooks.notYet
  if (failures === 0) return w.webhooks.answers
  return <span className="leaves">{w.webhooks.fails(failures, String(last_status ?? '—'))}</span>
}

export const Webhooks = ({ organisation }: { organisation: string }) => {
  const { w } = useWords()
  const [url, setUrl] = useState('')
  const [secret, setSecret] = useState<string | null>(null)
  const query = useQuery({
    queryKey: ['webhooks', organisation],
    queryFn: () => listWebhooks(organisation),
  })
  const adding = useSaving(
    () => addWebhook(organisation, url.trim()),
    ['webhooks'],
    (added) => {
      setUrl('')
      setSecret(added.secret)
    },
  )
  const add = (event: FormEvent) => {
    event.preventDefault()
    adding.mutate(undefined)
  }
  const columns: Column<Webhook>[] = [
    { title: w.webhooks.url, cell: ({ url }) => <span className="anywhere">{url}</span> },
    { title: w.webhooks.called, cell: ({ last_called }) => <When at={last_called} /> },
    { title: w.webhooks.result, cell: (webhook) => <Result webhook={webhook} /> },
    {
      title: w.lists.acts,
      quiet: true,
      cell: (webhook) => <Remove organisation={organisation} webhook={webhook} />,
    },
  ]
  return (
    <Section title={w.webhooks.title} lead={w.webhooks.lead}>
      {secret === null ? null : (
        <Secret
          title={w.credentials.secret}
          why={w.webhooks.secretWhy}
          lines={[secret]}
          done={() => setSecret(null)}
        />
      )}
      <Asked query={query}>
        {({ entries }) =>
          entries.length === 0 ? (
            <Text c="dimmed">{w.webhooks.empty}</Text>
          ) : (
            <Rows
              label={w.webhooks.title}
              columns={columns}
              entries={entries}
              keyOf={({ id }) => id}
            />
          )
        }
      </Asked>
      <form onSubmit={add} aria-label={w.webhooks.add}>
        <Group align="flex-end" mt="md">
          <TextInput
            type="url"
            label={w.webhooks.url}
            value={url}
            onChange={(event) => setUrl(event.currentTarget.value)}
            maxLength={2000}
            flex="1 1 240px"
            required
            withAsterisk={false}
          />
          <Button type="submit" loading={adding.isPending}>
            {w.webhooks.add}
          </Button>
        </Group>
      </form>
    </Section>
  )
}
