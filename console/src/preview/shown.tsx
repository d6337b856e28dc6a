// An object as one audience gets it: as it is, in a form of its own, later, or not at all and why.
import { Badge, Group, Stack, Text } from '@mantine/core'
import { IconCircleCheck, IconClock, IconEyeOff } from '@tabler/icons-react'
import type { PreviewForm, StixObject } from '../api/sharing.ts'
import { When } from '../parts/when.tsx'
import { useWords } from '../words/language.tsx'
import { sayTold } from '../words/told.ts'
import { Changed } from './changed.tsx'
import { isIntact, splitChanges } from './difference.ts'
import { sayGate } from './gate.ts'

/** What an object is called where there is little room. */
export const nameOf = (object: StixObject): string => {
  for (const key of ['name', 'value', 'pattern', 'id'] as const) {
    const word = object[key]
    if (typeof word === 'string' && word !== '') return word
  }
  return object.type
}

const Fate = ({ form }: { form: PreviewForm | null }) => {
  const { w } = useWords()
  if (form === null || form.fate === 'withheld') {
    return (
      <Group gap={4} c="dimmed" wrap="nowrap">
        <IconEyeOff size={14} aria-hidden />
        <Text size="sm">{w.preview.withheld}</Text>
      </Group>
    )
  }
  const words = { 'as-is': 'asIs', derived: 'derived', later: 'later' } as const
  return (
    <Group gap={4} wrap="nowrap">
      {form.fate === 'later' ? <IconClock size={14} /> : <IconCircleCheck size={14} />}
      <Text size="sm">{w.preview[words[form.fate]]}</Text>
    </Group>
  )
}

const Why = ({ form }: { form: PreviewForm }) => {
  const { w } = useWords()
  return (
    <>
      {form.reason === null || form.gate !== null ? null : (
        <Text size="sm">{w.reasons[form.reason]}</Text>
      )}
      {form.opens === null ? null : (
        <Text size="sm">
          {w.preview.opens}: <When at={form.opens} />
        </Text>
      )}
      {form.closes === null ? null : (
        <Text size="sm">
          {w.preview.closes}: <When at={form.closes} />
        </Text>
      )}
      {form.gate === null ? null : (
        <Text size="sm">
          {w.preview.gate}: {sayGate(w, form.gate)}
        </Text>
      )}
    </>
  )
}

/** The attacker's indicator, which arrives as it was sent. */
export const Intact = ({ sent }: { sent: StixObject }) => {
  const { w } = useWords()
  return (
    <div>
      <Badge color="moss" variant="light" size="xs" tt="none" title={w.preview.intactLong}>
        {w.preview.intact}
      </Badge>
      <p className="code intact">{String(sent.pattern)}</p>
    </div>
  )
}

const Told = ({ title, lines }: { title: string; lines: string[] }) =>
  lines.length === 0 ? null : (
    <div>
      <Text size="xs" c="dimmed">
        {title}
      </Text>
      {lines.map((line) => (
        <Text key={line} size="sm">
          {line}
        </Text>
      ))}
    </div>
  )

type ShownProps = { sent: StixObject; form: PreviewForm | null }

export const Shown = ({ sent, form }: ShownProps) => {
  const { w, language } = useWords()
  const { content, following } = splitChanges(form?.changes ?? [])
  return (
    <Stack gap={6} py="xs">
      <Text size="sm" fw={500} className="anywhere">
        {sent.type}: {nameOf(sent)}
      </Text>
      <Fate form={form} />
      {form === null ? null : (
        <>
          <Why form={form} />
          {isIntact(sent, form) ? <Intact sent={sent} /> : null}
          {content.map((change) => (
            <Changed key={`${change.kind} ${change.path}`} change={change} />
          ))}
          <Told title={w.preview.risks} lines={form.risks.map((risk) => sayTold(language, risk))} />
          {form.object === null ? null : (
            <details>
              <summary>
                <Text size="xs" c="dimmed" component="span">
                  {w.preview.whole}
                </Text>
              </summary>
              {following.map((change) => (
                <Changed key={`${change.kind} ${change.path}`} change={change} />
              ))}
              <Told
                title={w.preview.notes}
                lines={form.notes.map((note) => sayTold(language, note))}
              />
              <pre className="code">{JSON.stringify(form.object, null, 2)}</pre>
            </details>
          )}
        </>
      )}
    </Stack>
  )
}
