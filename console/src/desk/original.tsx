// A held object as it was sent, property by property, with what the checks found marked in it.
import { Stack, Text } from '@mantine/core'
import type { Finding } from '../api/desk.ts'
import type { StixObject } from '../api/sharing.ts'
import { showValue } from '../preview/difference.ts'
import { useWords } from '../words/language.tsx'

/** What follows from being a STIX object; a reviewer looks for what it says. */
const housekeeping = new Set([
  ...['type', 'id', 'spec_version', 'created', 'modified', 'pattern_type', 'pattern_version'],
  ...['object_marking_refs', 'created_by_ref', 'lang'],
])

type Stretch = { text: string; found: boolean }

/** A text cut where one of the found ones stands. */
const markFound = (text: string, found: string[]): Stretch[] => {
  const [first, ...rest] = found
  if (first === undefined) return [{ text, found: false }]
  return text
    .split(first)
    .flatMap((part, index): Stretch[] => [
      ...(index === 0 ? [] : [{ text: first, found: true }]),
      ...(part === '' ? [] : markFound(part, rest)),
    ])
}

const Value = ({ value, findings }: { value: unknown; findings: Finding[] }) => {
  const found = [...new Set(findings.flatMap(({ text }) => (text === '' ? [] : [text])))]
  return (
    <p className="code">
      {markFound(showValue(value), found).map((stretch, index) => {
        const key = `${index} ${stretch.text}`
        return stretch.found ? (
          <mark key={key} className="found">
            {stretch.text}
          </mark>
        ) : (
          <span key={key}>{stretch.text}</span>
        )
      })}
    </p>
  )
}

export const Original = ({ object, findings }: { object: StixObject; findings: Finding[] }) => {
  const { w } = useWords()
  const told = Object.entries(object).filter(([name]) => !housekeeping.has(name))
  return (
    <Stack gap="xs">
      {told.map(([name, value]) => (
        <div key={name}>
          <Text size="xs" c="dimmed" className="short-id">
            {name}
          </Text>
          <Value
            value={value}
            findings={findings.filter(({ path }) => path.split('/')[1] === name)}
          />
        </div>
      ))}
      <details>
        <summary>
          <Text size="xs" c="dimmed" component="span">
            {w.preview.whole}
          </Text>
        </summary>
        <pre className="code">{JSON.stringify(object, null, 2)}</pre>
      </details>
    </Stack>
  )
}
