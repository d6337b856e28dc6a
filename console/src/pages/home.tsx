// Home: what waits for the reader; then what arrived, how fresh it is, and who takes it.
import {
  Anchor,
  Badge,
  Button,
  Group,
  List,
  Progress,
  SimpleGrid,
  Stack,
  Text,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { type Home, readHome } from '../api/desk.ts'
import { GatesWaiting } from '../desk/gates.tsx'
import { type Column, Rows } from '../parts/listing.tsx'
import { useNumber } from '../parts/marks.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Asked, Empty } from '../parts/state.tsx'
import { When } from '../parts/when.tsx'
import { useWords } from '../words/language.tsx'

const Waits = ({ waits }: Pick<Home, 'waits'>) => {
  const { w } = useWords()
  const lines: [number, string, string][] = [
    [waits.gates, w.home.gates(waits.gates), '#gates'],
    [waits.reviews, w.home.reviews(waits.reviews), pagePaths.review],
    [waits.invitations, w.home.invitations(waits.invitations), pagePaths.organisations],
    [
      waits.expiring_credentials,
      w.home.expiring(waits.expiring_credentials),
      pagePaths.credentials,
    ],
  ]
  const waiting = lines.filter(([count]) => count > 0)
  if (waiting.length === 0) {
    return <Empty title={w.home.waitsNothing} next={w.home.waitsNothingNext} />
  }
  return (
    <List>
      {waiting.map(([, line, target]) => (
        <List.Item key={target}>
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
  if (arrived.length === 0) {
    return <Empty title={w.home.arrivedNothing} next={w.home.arrivedNothingNext} />
  }
  const columns: Column<Home['arrived'][number]>[] = [
    { title: w.objects.where, cell: ({ title, group }) => `${title} · ${group}` },
    { title: w.submissions.objects, cell: ({ count }) => number(count), numeric: true },
    { title: w.objects.last, cell: ({ last }) => <When at={last} /> },
  ]
  return (
    <Rows
      label={w.home.arrived}
      columns={columns}
      entries={arrived}
      keyOf={({ group, collection }) => `${group} ${collection}`}
    />
  )
}

const minute = 60

const Freshness = ({ freshness }: Pick<Home, 'freshness'>) => {
  const { w, language } = useWords()
  const { p50, p95 } = freshness
  if (p50 === null || p95 === null) return <Text c="dimmed">{w.home.freshNothing}</Text>
  const say = (seconds: number): string => {
    const [value, unit] = seconds < minute ? [seconds, 'second'] : [seconds / minute, 'minute']
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

const Uptake = ({ uptake }: Pick<Home, 'uptake'>) => {
  const { w, language } = useWords()
  if (uptake.length === 0) return <Text c="dimmed">{w.home.uptakeNothing}</Text>
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  return (
    <Stack gap="xs">
      {uptake.map(({ organisation, title, share }) => (
        <div key={organisation}>
          <Group justify="space-between">
            <Text size="sm">{title}</Text>
            <Text size="sm" className="number">
              {percent.format(share)}
            </Text>
          </Group>
          <Progress value={share * 100} size="sm" aria-label={title} />
        </div>
      ))}
    </Stack>
  )
}

const Health = ({ health }: Pick<Home, 'health'>) => {
  const { w, language } = useWords()
  if (health.every(({ ok }) => ok)) return <Text>{w.home.healthy}</Text>
  return (
    <List>
      {health.map(({ name, ok, words }) => (
        <List.Item key={name}>
          {words?.[language] ?? name}{' '}
          <Badge color={ok ? 'moss' : 'vermilion'}>{ok ? '✓' : '!'}</Badge>
        </List.Item>
      ))}
    </List>
  )
}

const HomePage = () => {
  const { w } = useWords()
  const query = useQuery({ queryKey: ['home'], queryFn: readHome })
  return (
    <Page
      title={w.pages.home}
      actions={
        <Button component={Link} href={pagePaths.submit}>
          {w.home.share}
        </Button>
      }
    >
      <Asked query={query}>
        {({ waits, arrived, freshness, uptake, health }) => (
          <Stack>
            <Section title={w.home.waits}>
              <Waits waits={waits} />
            </Section>
            <GatesWaiting />
            <Section title={w.home.arrived}>
              <Arrived arrived={arrived} />
            </Section>
            <SimpleGrid cols={{ base: 1, md: 2 }}>
              <Section title={w.home.fresh} lead={w.home.freshLead}>
                <Freshness freshness={freshness} />
              </Section>
              <Section title={w.home.health}>
                <Health health={health} />
              </Section>
            </SimpleGrid>
            <Section title={w.home.uptake} lead={w.home.uptakeLead}>
              <Uptake uptake={uptake} />
            </Section>
          </Stack>
        )}
      </Asked>
    </Page>
  )
}

export default HomePage
