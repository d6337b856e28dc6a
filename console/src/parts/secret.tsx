// What is shown once: a secret, a link. It stays until the reader says it is kept.
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useWords } from '../words/language.tsx'
import { Copy } from './marks.tsx'
import { When } from './when.tsx'

type SecretProps = {
  title: string
  why: string
  lines: string[]
  /** When it stops working, where it does. */
  until?: string
  done(): void
}

export const Secret = ({ title, why, lines, until, done }: SecretProps) => {
  const { w } = useWords()
  return (
    <Alert title={title} icon={<IconKey aria-hidden />} c="var(--mantine-color-text)">
      <Stack gap="xs">
        <Text size="sm">{why}</Text>
        {until === undefined ? null : (
          <Text size="sm">
            {w.organisations.until}: <When at={until} />
          </Text>
        )}
        {lines.map((line) => (
          <Group key={line} gap="xs" wrap="nowrap">
            <code className="code">{line}</code>
            <Copy text={line} />
          </Group>
        ))}
        <div>
          <Button size="xs" variant="default" onClick={done}>
            {w.account.kept}
          </Button>
        </div>
      </Stack>
    </Alert>
  )
}
