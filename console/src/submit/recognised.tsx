// What was recognised in what was pasted, to be corrected: each may be left out and named.
import { Badge, Checkbox, Group, Paper, Stack, Text, TextInput } from '@mantine/core'
import type { Recognition } from '../api/sharing.ts'
import { Empty } from '../parts/state.tsx'
import { nameOf } from '../preview/shown.tsx'
import { useWords } from '../words/language.tsx'
import type { Corrections } from './asking.ts'

type ObjectsProps = {
  recognition: Recognition | undefined
  corrections: Corrections
  change(corrections: Corrections): void
}

const toggle = (set: ReadonlySet<number>, index: number): ReadonlySet<number> => {
  const next = new Set(set)
  if (!next.delete(index)) next.add(index)
  return next
}

const ignoredShownMax = 50

const mayBeNamed = new Set(['indicator', 'malware', 'report', 'threat-actor', 'campaign', 'tool'])

export const RecognisedObjects = ({ recognition, corrections, change }: ObjectsProps) => {
  const { w, language } = useWords()
  if (recognition === undefined || recognition.objects.length === 0) {
    return <Empty title={w.submit.recognisedNothing} next={w.submit.recognisedNothingNext} />
  }
  const { left, names } = corrections
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Badge variant="light" tt="none">
          {w.submit.kind[recognition.kind]}
        </Badge>
        {recognition.ignored.length === 0 ? null : (
          <details>
            <summary>
              <Text component="span" size="sm" c="dimmed">
                {w.submit.ignored(recognition.ignored.length)}
              </Text>
            </summary>
            {recognition.ignored.slice(0, ignoredShownMax).map(({ start, text, words }) => (
              <Text key={start} size="xs" className="anywhere">
                {text}: {words[language]}
              </Text>
            ))}
          </details>
        )}
      </Group>
      {recognition.objects.map(({ object, notes, confidence, from }, index) => {
        const name = names.get(index) ?? (typeof object.name === 'string' ? object.name : '')
        const shown = nameOf(object)
        return (
          <Paper key={object.id ?? index} withBorder p="xs">
            <Group wrap="nowrap" align="flex-start" gap="xs">
              <Checkbox
                mt={2}
                checked={!left.has(index)}
                onChange={() => change({ ...corrections, left: toggle(left, index) })}
                aria-label={w.submit.include(shown)}
              />
              <Stack gap={4} flex={1} miw={0}>
                <Group gap={6}>
                  <Badge variant="default" size="sm" tt="none">
                    {object.type}
                  </Badge>
                  {confidence === null ? null : (
                    <Text size="xs" c="dimmed">
                      {w.submit.sure(confidence)}
                    </Text>
                  )}
                </Group>
                <p className="code">
                  {String(object.pattern ?? object.value ?? from?.text ?? shown)}
                </p>
                {mayBeNamed.has(object.type) && !left.has(index) ? (
                  <TextInput
                    size="xs"
                    aria-label={`${w.submit.objectName}: ${shown}`}
                    placeholder={w.submit.objectName}
                    value={name}
                    onChange={(event) => {
                      const next = new Map(names).set(index, event.currentTarget.value)
                      change({ ...corrections, names: next })
                    }}
                  />
                ) : null}
                {notes.map((note) => (
                  <Text key={note.word} size="xs" c="dimmed">
                    {note.words[language]}
                  </Text>
                ))}
              </Stack>
            </Group>
          </Paper>
        )
      })}
    </Stack>
  )
}
