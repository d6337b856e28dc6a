// Why an organisation sees an object, or does not: one question, one answer in sentences.
import { Alert, Badge, Button, Group, List, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type Explanation, explain } from '../api/objects.ts'
import { ShortId } from '../parts/marks.tsx'
import { Asked } from '../parts/state.tsx'
import { When } from '../parts/when.tsx'
import { useWords } from '../words/language.tsx'

const Answer = ({ explained }: { explained: Explanation }) => {
  const { w } = useWords()
  const { organisation, sees, versions } = explained
  const forms = versions.flatMap(({ version, forms }) =>
    forms.map((form) => ({ version, ...form })),
  )
  return (
    <Stack gap="xs" role="status">
      <Alert color={sees ? 'indigo' : 'gray'} c="var(--mantine-color-text)">
        <Text fw={600}>
          {sees ? w.objects.sees(organisation) : w.objects.seesNot(organisation)}
        </Text>
      </Alert>
      <List size="sm" spacing={6}>
        {forms.map((form) => (
          <List.Item key={`${form.segment} ${form.collection} ${form.version} ${form.profile}`}>
            <Group gap={6}>
              <Text span fw={500} size="sm">
                {w.segments[form.segment]}
              </Text>
              <Badge size="sm" variant="default" tt="none">
                {form.profile} {w.profiles[form.profile]}
              </Badge>
              <Text span size="sm">
                {w.reasons[form.reason]}
              </Text>
              {form.id === null ? null : (
                <Text span size="sm">
                  {w.objects.underId} <ShortId id={form.id} />
                </Text>
              )}
              {form.since === null ? null : (
                <Text span size="sm" c="dimmed">
                  {w.objects.sinceWhen} <When at={form.since} />
                </Text>
              )}
            </Group>
          </List.Item>
        ))}
      </List>
    </Stack>
  )
}

export const Explain = ({ id }: { id: string }) => {
  const { w } = useWords()
  const [given, setGiven] = useState('')
  const [asked, setAsked] = useState<string | null>(null)
  const query = useQuery({
    queryKey: ['explain', id, asked],
    queryFn: () => explain(id, asked!),
    enabled: asked !== null,
  })
  const ask = (event: FormEvent) => {
    event.preventDefault()
    setAsked(given.trim() === '' ? null : given.trim())
  }
  return (
    <Stack>
      <form onSubmit={ask}>
        <Group align="flex-end">
          <TextInput
            label={w.objects.explainWho}
            value={given}
            onChange={(event) => setGiven(event.currentTarget.value)}
            autoCapitalize="none"
          />
          <Button type="submit" variant="default">
            {w.objects.explainAsk}
          </Button>
        </Group>
      </form>
      {asked === null ? null : (
        <Asked query={query}>{(explained) => <Answer explained={explained} />}</Asked>
      )}
    </Stack>
  )
}
