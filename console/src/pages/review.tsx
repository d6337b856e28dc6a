// The review: the oldest held object first, original and renditions side by side, why it is held,
// and the decision.
import { Badge, Grid, Group, List, NavLink, Stack, Text } from '@mantine/core'
import { Link, useLocation, useParams } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { type Held, listReviews } from '../api/desk.ts'
import type { StixObject } from '../api/sharing.ts'
import { Decision } from '../desk/decision.tsx'
import { Original } from '../desk/original.tsx'
import { Fault } from '../parts/faults.tsx'
import { usePages } from '../parts/listing.tsx'
import { Tlp } from '../parts/marks.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Empty, Loading, More } from '../parts/state.tsx'
import { When } from '../parts/when.tsx'
import { Changed } from '../preview/changed.tsx'
import { isIntact, splitChanges } from '../preview/difference.ts'
import { Intact, nameOf } from '../preview/shown.tsx'
import { readTlp } from '../submit/asking.ts'
import { useWords } from '../words/language.tsx'

const isOverdue = ({ due }: Held): boolean => due !== null && Date.parse(due) < Date.now()

const Why = ({ held }: { held: Held }) => {
  const { w, language } = useWords()
  if (held.findings.length === 0) return <Text c="dimmed">{w.review.noFindings}</Text>
  return (
    <List size="sm" spacing={4}>
      {held.findings.map(({ check, words, path, text }) => (
        <List.Item key={`${check} ${path} ${text}`}>
          {words[language]}
          {path === '' ? null : <span className="short-id"> {path.slice(1)}</span>}
          {text === '' ? null : <p className="code leaves">{text}</p>}
        </List.Item>
      ))}
    </List>
  )
}

type RenditionProps = { sent: StixObject; rendition: Held['renditions'][number] }

const Rendition = ({ sent, rendition }: RenditionProps) => {
  const { w } = useWords()
  const { segment, profile, object, diff } = rendition
  const { content } = splitChanges(diff)
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <Text fw={500}>{w.segments[segment]}</Text>
        <Badge variant="default" size="sm" tt="none">
          {profile} {w.profiles[profile]}
        </Badge>
      </Group>
      {object === null ? <Text c="dimmed">{w.preview.withheld}</Text> : null}
      {object !== null && content.length === 0 ? <Text size="sm">{w.preview.asIs}</Text> : null}
      {object !== null && isIntact(sent, { fate: 'derived', changes: diff }) ? (
        <Intact sent={sent} />
      ) : null}
      {content.map((change) => (
        <Changed key={`${change.kind} ${change.path}`} change={change} />
      ))}
      {object === null ? null : (
        <details>
          <summary>
            <Text size="xs" c="dimmed" component="span">
              {w.preview.whole}
            </Text>
          </summary>
          <pre className="code">{JSON.stringify(object, null, 2)}</pre>
        </details>
      )}
    </Stack>
  )
}

const HeldOpened = ({ held, decided }: { held: Held; decided(): void }) => {
  const { w } = useWords()
  return (
    <Stack>
      <Section
        title={nameOf(held.object)}
        actions={
          held.needs > 1 ? (
            <Badge variant="light" tt="none">
              {w.review.needs(held.approvals.length, held.needs)}
            </Badge>
          ) : null
        }
      >
        <Stack>
          <Group gap="xs">
            <Badge variant="default" tt="none">
              {held.object.type}
            </Badge>
            <Tlp level={readTlp(held.object)} />
          </Group>
          <Text size="sm">
            {held.owner} · {held.group} · {w.review.since} <When at={held.since} />
            {held.due === null ? null : (
              <>
                {' · '}
                {w.review.due} <When at={held.due} />
              </>
            )}
          </Text>
          <Decision held={held} decided={decided} />
        </Stack>
      </Section>
      <Section title={w.review.why}>
        <Why held={held} />
      </Section>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Section title={w.review.original}>
            <Original object={held.object} findings={held.findings} />
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Section title={w.review.renditions}>
            <Stack gap="lg">
              {held.renditions.map((rendition) => (
                <Rendition
                  key={`${rendition.segment} ${rendition.profile}`}
                  sent={held.object}
                  rendition={rendition}
                />
              ))}
            </Stack>
          </Section>
        </Grid.Col>
      </Grid>
    </Stack>
  )
}

const Review = () => {
  const { w } = useWords()
  const { id } = useParams()
  const [, go] = useLocation()
  const { query, entries } = usePages(['reviews'], listReviews)
  const shown = entries.find((held) => held.id === id) ?? entries[0]
  return (
    <Page title={w.pages.review} lead={w.review.lead}>
      {query.isPending ? <Loading /> : null}
      {query.isError ? <Fault error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isSuccess && shown === undefined ? (
        <Empty title={w.review.empty} next={w.review.emptyNext} />
      ) : null}
      {shown === undefined ? null : (
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, md: 3 }}>
            <nav aria-label={w.review.queue}>
              {entries.map((held) => (
                <NavLink
                  key={held.id}
                  component={Link}
                  href={`${pagePaths.review}/${encodeURIComponent(held.id)}`}
                  active={held.id === shown.id}
                  aria-current={held.id === shown.id ? 'true' : undefined}
                  label={nameOf(held.object)}
                  description={
                    isOverdue(held) ? (
                      <span className="leaves">{w.review.overdue}</span>
                    ) : (
                      <When at={held.since} />
                    )
                  }
                />
              ))}
            </nav>
            <More
              shown={entries.length}
              hasMore={query.hasNextPage}
              busy={query.isFetchingNextPage}
              load={() => void query.fetchNextPage()}
            />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 9 }}>
            <HeldOpened key={shown.id} held={shown} decided={() => go(pagePaths.review)} />
          </Grid.Col>
        </Grid>
      )}
    </Page>
  )
}

export default Review
