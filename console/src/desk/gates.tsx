// The texts that wait for an act of the reader: read first, then passed, byte for byte.
import { Accordion, Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Gate, listGates, passGate } from '../api/desk.ts'
import { useTelling } from '../parts/faults.tsx'
import { Section } from '../parts/page.tsx'
import { nameOf } from '../preview/shown.tsx'
import { useWords } from '../words/language.tsx'

/** An indicator is known by its pattern: its name says nothing in the forms further out. */
const patternOf = ({ pattern }: Gate['object']): string | null =>
  typeof pattern === 'string' ? pattern : null

const Waiting = ({ gate }: { gate: Gate }) => {
  const { w } = useWords()
  const { tell, tellFault } = useTelling()
  const queries = useQueryClient()
  const passing = useMutation({
    mutationFn: (act: string) => passGate(gate, act),
    onSuccess: async () => {
      tell(w.home.passed)
      await queries.invalidateQueries({ queryKey: ['gates'] })
      await queries.invalidateQueries({ queryKey: ['home'] })
    },
    onError: tellFault,
  })
  return (
    <Stack gap="sm">
      <pre className="code">{JSON.stringify(gate.object, null, 2)}</pre>
      <Group>
        {gate.acts.map((act) => (
          <Button key={act} loading={passing.isPending} onClick={() => passing.mutate(act)}>
            {w.home.pass(act)}
          </Button>
        ))}
      </Group>
    </Stack>
  )
}

/** Shows nothing where nothing waits: the summary says that already. */
export const GatesWaiting = () => {
  const { w } = useWords()
  const query = useQuery({ queryKey: ['gates'], queryFn: listGates })
  const gates = query.data?.gates ?? []
  if (gates.length === 0) return null
  return (
    <div id="gates">
      <Section title={w.home.gatesTitle} lead={w.home.acts}>
        <Accordion variant="separated" order={3}>
          {gates.map((gate) => (
            <Accordion.Item key={gate.rendition_id} value={gate.rendition_id}>
              <Accordion.Control>
                <Group gap="xs">
                  <Text span className="anywhere">
                    {patternOf(gate.object) ?? nameOf(gate.object)}
                  </Text>
                  <Badge variant="default" size="sm" tt="none">
                    {w.segments[gate.segment]} · {gate.profile}
                  </Badge>
                </Group>
              </Accordion.Control>
              <Accordion.Panel>
                <Waiting gate={gate} />
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      </Section>
    </div>
  )
}
