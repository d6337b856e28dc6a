// The preview: one sentence, then a column for each audience. What it shows is what would be
// delivered under the same rules.
import {
  Alert,
  Badge,
  Divider,
  Group,
  List,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  Title,
} from '@mantine/core'
import { Fragment } from 'react'
import type { Preview, PreviewSegment, StixObject, Viewers } from '../api/sharing.ts'
import { useNumber } from '../parts/marks.tsx'
import { useWords } from '../words/language.tsx'
import { sayTold } from '../words/told.ts'
import { audiencesOf, formsOf, saySummary } from './sentence.ts'
import { Shown } from './shown.tsx'

const namedMax = 8

const Reached = ({ viewers }: { viewers: Viewers }) => {
  const { w } = useWords()
  const number = useNumber()
  const { organisations, persons, others, anyone } = viewers
  const shown = [...organisations.slice(0, namedMax), ...persons]
  const hidden = organisations.length - namedMax
  return (
    <Text size="sm" className="anywhere">
      {anyone ? w.segments.public : null}
      {!anyone && shown.length === 0 && others === null ? w.lists.fewer : shown.join(', ')}
      {hidden > 0 ? ` +${number(hidden)}` : ''}
      {others === null ? '' : ` ${w.preview.others(number(others))}`}
    </Text>
  )
}

type AudienceProps = { preview: Preview; segment: PreviewSegment; sent: StixObject[]; own: string }

const Audience = ({ preview, segment, sent, own }: AudienceProps) => {
  const { w, language } = useWords()
  const forms = formsOf(preview, segment)
  const seen = forms.some(({ form }) => form !== null && form.fate !== 'withheld')
  return (
    <Paper
      withBorder
      p="sm"
      component="article"
      className="audience"
      data-fate={seen ? 'seen' : ''}
    >
      <Group justify="space-between" gap={4} align="flex-start">
        <Title order={3} size="h5">
          {w.segments[segment.segment]}
        </Title>
        <Badge variant="default" size="sm" tt="none" title={w.profiles[segment.profile]}>
          {segment.profile} {w.profiles[segment.profile]}
        </Badge>
      </Group>
      {seen ? (
        <Stack gap={4} mt={6}>
          <Reached viewers={segment.viewers} />
          <Text size="sm" c={segment.source === own ? 'var(--leaves)' : 'dimmed'}>
            {segment.source === null
              ? w.preview.unknown
              : segment.source === own
                ? w.preview.named
                : `${w.preview.knownAs}: ${segment.source}`}
          </Text>
          {segment.risks.map((risk) => (
            <Text key={risk} size="sm" className="leaves">
              {sayTold(language, risk)}
            </Text>
          ))}
        </Stack>
      ) : (
        <Text size="sm" c="dimmed" mt={6}>
          {w.preview.nothingReaches}
        </Text>
      )}
      {forms.map(({ object, form }, index) => (
        <Fragment key={object.id ?? index}>
          <Divider mt="xs" />
          <Shown sent={sent[index] ?? { type: '?' }} form={form} />
        </Fragment>
      ))}
    </Paper>
  )
}

/** What is to be known of the objects, each sentence once. */
const ToKnow = ({ preview }: { preview: Preview }) => {
  const { w, language } = useWords()
  const sentences = [...new Set(preview.objects.flatMap(({ warnings }) => warnings))]
  if (sentences.length === 0) return null
  return (
    <List size="sm" aria-label={w.preview.warnings}>
      {sentences.map((sentence) => (
        <List.Item key={sentence}>{sayTold(language, sentence)}</List.Item>
      ))}
    </List>
  )
}

const Refused = ({ preview, sent }: { preview: Preview; sent: StixObject[] }) => {
  const { w } = useWords()
  const said = { refused: w.preview.refused, present: w.preview.present }
  return preview.objects.map(({ id, verdict, message }, index) =>
    verdict === 'new' ? null : (
      <Alert
        key={id ?? index}
        color={verdict === 'refused' ? 'vermilion' : 'indigo'}
        c="var(--mantine-color-text)"
        title={`${sent[index]?.type ?? ''} ${said[verdict]}`}
      >
        <Text size="sm" className="anywhere">
          {message ?? id}
        </Text>
      </Alert>
    ),
  )
}

type ColumnsProps = { preview: Preview; sent: StixObject[]; own: string }

export const Columns = ({ preview, sent, own }: ColumnsProps) => {
  const { w } = useWords()
  const number = useNumber()
  const audiences = audiencesOf(preview)
  return (
    <Stack>
      <div aria-live="polite">
        {saySummary(w, preview, sent, own, number).map((sentence) => (
          <Text key={sentence} fw={600} size="lg">
            {sentence}
          </Text>
        ))}
      </div>
      <ToKnow preview={preview} />
      <Refused preview={preview} sent={sent} />
      <SimpleGrid
        cols={{ base: 1, md: Math.min(2, audiences.length) }}
        spacing="sm"
        verticalSpacing="sm"
      >
        {audiences.map((segment) => (
          <Audience
            key={`${segment.segment} ${segment.collection} ${segment.profile}`}
            preview={preview}
            segment={segment}
            sent={sent}
            own={own}
          />
        ))}
      </SimpleGrid>
    </Stack>
  )
}
