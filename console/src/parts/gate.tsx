// The sign of the house: a gate, and its name.
import { Group, Text } from '@mantine/core'
import { useWords } from '../words/language.tsx'

export const Gate = () => {
  const { w } = useWords()
  return (
    <Group gap={8} wrap="nowrap">
      <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
        <title>{w.frame.product}</title>
        <rect width="32" height="32" rx="7" fill="#2f509a" />
        <path
          d="M5 9h22M8 14h16M10.5 9v16M21.5 9v16"
          stroke="#fff"
          strokeWidth="2.6"
          strokeLinecap="round"
          fill="none"
        />
      </svg>
      <Text fw={600} visibleFrom="xs">
        {w.frame.product}
      </Text>
    </Group>
  )
}
