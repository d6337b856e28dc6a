// One object: who can see it, what it says, what happened to it.
import { Accordion, Badge, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'wouter'
import {
  type ObjectAudience,
  type ObjectPage,
  type ObjectVersion,
  readObject,
} from '../api/objects.ts'
import { Explain } from '../object/explain.tsx'
import { Graph } from '../object/graph.tsx'
import { WhoReceived } from '../object/received.tsx'
import { useCollectionName } from '../parts/collection-name.ts'
import { Copy, ShortId, Tlp } from '../parts/marks.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Asked } from '../parts/state.tsx'
import { When } from '../parts/when.tsx'
import { nameOf } from '../preview/shown.tsx'
import { readTlp } from '../submit/asking.ts'
import { useWords } from '../words/language.tsx'

const Audiences = ({ audiences }: { audiences: ObjectAudience[] }) => {
  const { w, language } = useWords()
  const collectionName = useCollectionName()
  if (audiences.length === 0) {
    return <Text c="dimmed">{w.objects.audiencesNone}</Text>
  }
  return (
    <Stack gap={6}>
      {audiences.map(({ segment, profile, collection, words, state, viewers, opens }) => (
        <Group key={`${segment} ${profile} ${collection}`} gap="xs">
          <Text span fw={500}>
            {w.segments[segment]}
          </Text>
          <Badge variant="default" size="sm" tt="none">
            {profile} {w.profiles[profile]}
          </Badge>
          <Text span size="sm" c="dimmed">
            {collectionName(collection)} · {words?.[language] ?? w.objects.states[state]}
            {opens === null ? null : (
              <>
                {' '}
                <When at={opens} />
              </>
            )}
          </Text>
          <Text span size="sm">
            {viewers.anyone ? w.segments.public : viewers.organisations.join(', ')}
          </Text>
        </Group>
      ))}
    </Stack>
  )
}

const Versions = ({ versions }: { versions: ObjectVersion[] }) => {
  const { w } = useWords()
  const collectionName = useCollectionName()
  return (
    <Accordion variant="separated" defaultValue="0" order={3}>
      {versions.map(({ version, added, collection, profile, revoked, object }, index) => (
        <Accordion.Item key={`${version} ${profile} ${collection}`} value={String(index)}>
          <Accordion.Control>
            <Group gap="xs">
              <Tlp level={readTlp(object)} />
              <Text span size="sm" className="short-id">
                {version}
              </Text>
              <Text span size="sm" c="dimmed">
                {collectionName(collection)} · {profile} · <When at={added} />
              </Text>
              {revoked ? <Badge color="vermilion">{w.objects.revoked}</Badge> : null}
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            <Copy text={JSON.stringify(object)} />
            <pre className="code">{JSON.stringify(object, null, 2)}</pre>
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  )
}

const Whole = ({ id, page }: { id: string; page: ObjectPage }) => {
  const { w } = useWords()
  const [last] = page.versions
  return (
    <Stack>
      <Group gap="xs">
        <Tlp level={last === undefined ? null : readTlp(last.object)} />
        <Badge variant="default" tt="none">
          {id.split('--')[0]}
        </Badge>
        {page.mine ? <Badge tt="none">{w.objects.mine}</Badge> : null}
        <ShortId id={id} />
      </Group>
      <Section title={w.objects.audiences}>
        <Audiences audiences={page.audiences} />
      </Section>
      <Section title={w.objects.explain}>
        <Explain id={id} />
      </Section>
      <Section title={w.objects.content} lead={w.objects.versions}>
        <Versions versions={page.versions} />
      </Section>
      <Section title={w.objects.relations}>
        {page.relations.edges.length === 0 ? (
          <Text c="dimmed">{w.objects.relationsNone}</Text>
        ) : (
          <Graph id={id} relations={page.relations} />
        )}
      </Section>
      <Section title={w.objects.history} lead={w.objects.received}>
        <WhoReceived id={id} />
      </Section>
    </Stack>
  )
}

const ObjectOpened = () => {
  const { id = '' } = useParams()
  const query = useQuery({ queryKey: ['object', id], queryFn: () => readObject(id) })
  const [last] = query.data?.versions ?? []
  return (
    <Page title={last === undefined ? id : nameOf(last.object)}>
      <Asked query={query}>{(page) => <Whole id={id} page={page} />}</Asked>
    </Page>
  )
}

export default ObjectOpened
