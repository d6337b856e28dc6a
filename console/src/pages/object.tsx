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
import { Copy, ShortId, Tlp } from '../parts/marks.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Asked } from '../parts/state.tsx'
import { When } from '../parts/when.tsx'
import { nameOf } from '../preview/shown.tsx'
import { useWords } from '../words/language.tsx'

const Audiences = ({ audiences }: { audiences: ObjectAudience[] | null }) => {
  const { w } = useWords()
  if (audiences === null || audiences.length === 0) {
    return <Text c="dimmed">{w.objects.audiencesNone}</Text>
  }
  return (
    <Stack gap={6}>
      {audiences.map(({ segment, profile, collection, reason, state }) => (
        <Group key={`${segment} ${profile} ${collection}`} gap="xs">
          <Text span fw={500}>
            {w.segments[segment]}
          </Text>
          <Badge variant="default" size="sm" tt="none">
            {profile} {w.profiles[profile]}
          </Badge>
          <Text span size="sm" c="dimmed">
            {reason == null ? (state ?? '') : w.reasons[reason]}
          </Text>
        </Group>
      ))}
    </Stack>
  )
}

const Versions = ({ versions }: { versions: ObjectVersion[] }) => {
  const { w } = useWords()
  return (
    <Accordion variant="separated" defaultValue="0" order={3}>
      {versions.map(({ version, added, group, collection, tlp, revoked, object }, index) => (
        <Accordion.Item key={`${version} ${group} ${collection}`} value={String(index)}>
          <Accordion.Control>
            <Group gap="xs">
              <Tlp level={tlp} />
              <Text span size="sm" className="short-id">
                {version ?? w.lists.unknown}
              </Text>
              <Text span size="sm" c="dimmed">
                {group} / {collection} · <When at={added} />
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
        <Tlp level={last?.tlp} />
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
