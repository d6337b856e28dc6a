// Home: what waits for the reader; then what arrived, how fresh it is, and who takes it.
import { Anchor, Button, Group, List, Progress, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { type Home, listReviews, readHome } from '../api/desk.ts'
import { GatesWaiting } from '../desk/gates.tsx'
import { useCollectionName } from '../parts/collection-name.ts'
import { type Column, Rows } from '../parts/listing.tsx'
import { useNumber } from '../parts/marks.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Asked, Empty } from '../parts/state.tsx'
import { When } from '../parts/when.tsx'
import { usePerson } from '../session/session.tsx'
import { useWords } from '../words/language.tsx'

type WaitsProps = { home: Home; held: string }

const Waits = ({ home: { waits }, held }: WaitsProps) => {
  const { w } = useWords()
  const lines: [string, string][] = [
    ...(waits.gates > 0 ? [[w.home.gates(waits.gates), '#gates'] as [string, string]] : []),
    ...(held !== '' ? [[w.home.reviews(held), pagePaths.review] as [string, string]] : []),
    ...waits.agreements.map((group): [string, string] => [
      w.home.agreement(group),
      `${pagePaths.groups}/${encodeURIComponent(group)}`,
    ]),
    ...waits.expiring_credentials.map(({ organisation, name }): [string, string] => [
      w.home.expiring(name, organisation),
      `${pagePaths.credentials}?organisation=${encodeURIComponent(organisation)}`,
    ]),
  ]
  if (lines.length === 0) {
    return <Empty title={w.home.waitsNothing} next={w.home.waitsNothingNext} />
  }
  return (
    <List>
      {lines.map(([line, target]) => (
        <List.Item key={`${target} ${line}`}>
          {target.startsWith('#') ? (
            <Anchor href={target}>{line}</Anchor>
          ) : (
            <Anchor component={Link} href={target}>
              {line}
            </Anchor>
          )}
        </List.Item>
      ))}
    </List>
  )
}

const Arrived = ({ arrived }: Pick<Home, 'arrived'>) => {
  const { w } = useWords()
  const number = useNumber()
  const collectionName = useCollectionName()
  const come = arrived.filter(({ count }) => count > 0)
  if (come.length === 0) {
    return <Empty title={w.home.arrivedNothing} next={w.home.arrivedNothingNext} />
  }
  const columns: Column<Home['arrived'][number]>[] = [
    { title: w.objects.where, cell: ({ collection }) => collectionName(collection) },
    { title: w.submissions.objects, cell: ({ count }) => number(count), numeric: true },
    { title: w.objects.last, cell: ({ last }) => <When at={last} /> },
  ]
  return (
    <Rows
      label={w.home.arrived}
      columns={columns}
      entries={come}
      keyOf={({ collection }) => collection}
    />
  )
}

const minute = 60
const hour = 3_600

const Freshness = ({ freshness }: Pick<Home, 'freshness'>) => {
  const { w, language } = useWords()
  const { p50 = null, p95 = null } = freshness ?? {}
  if (p50 === null || p95 === null) return <Text c="dimmed">{w.home.freshNothing}</Text>
  const say = (seconds: number): string => {
    const [value, unit] =
      seconds < minute
        ? [seconds, 'second']
        : seconds < hour
          ? [seconds / minute, 'minute']
          : [seconds / hour, 'hour']
    return new Intl.NumberFormat(language, {
      style: 'unit',
      unit: unit as string,
      unitDisplay: 'long',
      maximumFractionDigits: 1,
    }).format(value as number)
  }
  return (
    <Group gap="xl">
      {(
        [
          [w.home.median, p50],
          [w.home.slow, p95],
        ] as const
      ).map(([label, seconds]) => (
        <div key={label}>
          <Text size="sm" c="dimmed">
            {label}
          </Text>
          <Text size="xl" fw={600}>
            {say(seconds)}
          </Text>
        </div>
      ))}
    </Group>
  )
}

const uptakeShown = 8

/** The least first: those a steward may have to ask. */
const Uptake = ({ uptake }: Pick<Home, 'uptake'>) => {
  const { w, language } = useWords()
  const [whole, setWhole] = useState(false)
  const collectionName = useCollectionName()
  const known = uptake
    .filter(({ share }) => share !== null)
    .sort((one, two) => (one.share ?? 0) - (two.share ?? 0))
  if (known.length === 0) return <Text c="dimmed">{w.home.uptakeNothing}</Text>
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  const columns: Column<Home['uptake'][number]>[] = [
    { title: w.ledger.organisation, cell: ({ title }) => title },
    { title: w.objects.where, cell: ({ collection }) => collectionName(collection) },
    { title: w.home.uptake, cell: ({ share }) => percent.format(share ?? 0), numeric: true },
    {
      title: w.home.uptake,
      quiet: true,
      cell: ({ title, share }) => (
        <Progress value={(share ?? 0) * 100} size="sm" miw={80} aria-label={title} />
      ),
    },
  ]
  return (
    <>
      <Rows
        label={w.home.uptake}
        columns={columns}
        entries={whole ? known : known.slice(0, uptakeShown)}
        keyOf={({ organisation, collection }) => `${organisation} ${collection}`}
      />
      {whole || known.length <= uptakeShown ? null : (
        <Button mt="sm" size="xs" variant="default" onClick={() => setWhole(true)}>
          {w.acts.more}
        </Button>
      )}
    </>
  )
}

const Health = ({ health }: { health: NonNullable<Home['health']> }) => {
  const { w } = useWords()
  const lines = [
    [health.pending_submissions, w.home.pending(health.pending_submissions)],
    [health.held_collections, w.home.held(health.held_collections)],
    [health.ledger_waiting, w.home.unsealed(health.ledger_waiting)],
  ] as const
  const waiting = lines.filter(([count]) => count > 0)
  if (waiting.length === 0) return <Text>{w.home.healthy}</Text>
  return (
    <List>
      {waiting.map(([, line]) => (
        <List.Item key={line}>{line}</List.Item>
      ))}
    </List>
  )
}

/** How many are held: up to so many of the first page. */
const useHeld = (): string => {
  const { stewards } = usePerson()
  const query = useQuery({
    queryKey: ['reviews', 'first'],
    queryFn: () => listReviews(null),
    enabled: stewards,
  })
  const { entries = [], next } = query.data ?? {}
  return entries.length === 0 ? '' : `${entries.length}${next == null ? '' : '+'}`
}

const HomePage = () => {
  const { w } = useWords()
  const { reads } = usePerson()
  const held = useHeld()
  const query = useQuery({ queryKey: ['home'], queryFn: readHome })
  return (
    <Page
      title={w.pages.home}
      actions={
        reads ? (
          <Button component={Link} href={pagePaths.submit}>
            {w.home.share}
          </Button>
        ) : null
      }
    >
      <Asked query={query}>
        {(home) => (
          <Stack>
            <Section title={w.home.waits}>
              <Waits home={home} held={held} />
            </Section>
            {home.waits.gates === 0 ? null : <GatesWaiting />}
            {reads ? (
              <Section title={w.home.arrived}>
                <Arrived arrived={home.arrived} />
              </Section>
            ) : null}
            {home.freshness === null ? null : (
              <Section title={w.home.fresh} lead={w.home.freshLead}>
                <Freshness freshness={home.freshness} />
              </Section>
            )}
            {home.health === null ? null : (
              <Section title={w.home.health}>
                <Health health={home.health} />
              </Section>
            )}
            {home.uptake.length === 0 ? null : (
              <Section title={w.home.uptake} lead={w.home.uptakeLead}>
                <Uptake uptake={home.uptake} />
              </Section>
            )}
          </Stack>
        )}
      </Asked>
    </Page>
  )
}

export default HomePage
