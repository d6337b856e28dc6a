// The second factor of one's own account: turned on with an app, recovery codes shown once, off.
import { Badge, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { beginSecondFactor, checkSecondFactor, endSecondFactor } from '../api/account.ts'
import { useTelling } from '../parts/faults.tsx'
import { Copy } from '../parts/marks.tsx'
import { Section } from '../parts/page.tsx'
import { Secret } from '../parts/secret.tsx'
import { usePerson, useRenewSession } from '../session/session.tsx'
import { useWords } from '../words/language.tsx'

type TurningOnProps = { secret: string; uri: string; done(codes: string[]): void }

const TurningOn = ({ secret, uri, done }: TurningOnProps) => {
  const { w } = useWords()
  const { tellFault } = useTelling()
  const [code, setCode] = useState('')
  const checking = useMutation({
    mutationFn: () => checkSecondFactor(code.trim()),
    onSuccess: ({ recovery_codes }) => done(recovery_codes),
    onError: tellFault,
  })
  const check = (event: FormEvent) => {
    event.preventDefault()
    checking.mutate()
  }
  return (
    <form onSubmit={check}>
      <Stack>
        <Text size="sm">{w.account.secret}</Text>
        <Group gap="xs">
          <code className="code">{secret}</code>
          <Copy text={uri} />
        </Group>
        <Group align="flex-end">
          <TextInput
            label={w.account.code}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            autoComplete="one-time-code"
            inputMode="numeric"
            required
            withAsterisk={false}
          />
          <Button type="submit" loading={checking.isPending}>
            {w.account.check}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

export const SecondFactor = () => {
  const { w } = useWords()
  const { person } = usePerson()
  const { tellFault } = useTelling()
  const renew = useRenewSession()
  const [codes, setCodes] = useState<string[] | null>(null)
  const beginning = useMutation({ mutationFn: beginSecondFactor, onError: tellFault })
  const ending = useMutation({
    mutationFn: endSecondFactor,
    onSuccess: renew,
    onError: tellFault,
  })
  const on = person.second_factor === 'done'
  const done = (fresh: string[]) => {
    beginning.reset()
    setCodes(fresh)
    void renew()
  }
  return (
    <Section
      title={w.account.second}
      lead={w.account.secondWhy}
      actions={
        <Badge variant="light" color={on ? 'moss' : 'gray'} tt="none">
          {on ? w.account.secondOn : w.account.secondOff}
        </Badge>
      }
    >
      <Stack>
        {codes === null ? null : (
          <Secret
            title={w.account.recovery}
            why={w.account.recoveryWhy}
            lines={codes}
            done={() => setCodes(null)}
          />
        )}
        {beginning.data === undefined ? (
          <div>
            {on ? (
              <Button
                variant="outline"
                color="vermilion"
                loading={ending.isPending}
                onClick={() => ending.mutate()}
              >
                {w.account.turnOff}
              </Button>
            ) : (
              <Button loading={beginning.isPending} onClick={() => beginning.mutate()}>
                {w.account.turnOn}
              </Button>
            )}
          </div>
        ) : (
          <TurningOn {...beginning.data} done={done} />
        )}
      </Stack>
    </Section>
  )
}
