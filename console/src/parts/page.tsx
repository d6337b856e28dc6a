// The frame of a page: its title, which gets the focus when the page is opened, and its parts.
import { Box, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { useWords } from '../words/language.tsx'

type PageProps = { title: string; lead?: string; actions?: ReactNode; children: ReactNode }

export const Page = ({ title, lead, actions, children }: PageProps) => {
  const { w } = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${w.frame.product}`
  }, [title, w])
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-end">
        <Box>
          <Title order={1} size="h2" ref={heading} tabIndex={-1} className="page-title anywhere">
            {title}
          </Title>
          {lead === undefined ? null : (
            <Text c="dimmed" maw={720}>
              {lead}
            </Text>
          )}
        </Box>
        {actions}
      </Group>
      {children}
    </Stack>
  )
}

type SectionProps = { title: string; lead?: string; actions?: ReactNode; children: ReactNode }

export const Section = ({ title, lead, actions, children }: SectionProps) => (
  <Paper withBorder p="md" component="section">
    <Group justify="space-between" mb="sm" align="flex-start">
      <Box>
        <Title order={2} size="h4">
          {title}
        </Title>
        {lead === undefined ? null : (
          <Text size="sm" c="dimmed">
            {lead}
          </Text>
        )}
      </Box>
      {actions}
    </Group>
    {children}
  </Paper>
)
