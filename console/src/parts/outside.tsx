// The frame of the pages before anybody is signed in.
import { Box, Center, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { useWords } from '../words/language.tsx'
import { Gate } from './gate.tsx'
import { LanguageSwitch, SchemeSwitch } from './settings.tsx'

type OutsideProps = { title: string; lead?: string; children: ReactNode }

export const Outside = ({ title, lead, children }: OutsideProps) => {
  const { w } = useWords()
  useEffect(() => {
    document.title = `${title} · ${w.frame.product}`
  }, [title, w])
  return (
    <Box mih="100vh">
      <Group component="header" justify="space-between" p="md" wrap="nowrap">
        <Gate />
        <Group gap={4} wrap="nowrap">
          <LanguageSwitch />
          <SchemeSwitch />
        </Group>
      </Group>
      <Center component="main" px="md" pt={{ base: 'md', sm: 60 }} pb="xl">
        <Paper withBorder p="xl" w="100%" maw={440}>
          <Stack>
            <div>
              <Title order={1} size="h2">
                {title}
              </Title>
              {lead === undefined ? null : <Text c="dimmed">{lead}</Text>}
            </div>
            {children}
          </Stack>
        </Paper>
      </Center>
    </Box>
  )
}
