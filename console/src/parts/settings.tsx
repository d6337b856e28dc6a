// The two switches that every page has: the language, and light or dark.
import { ActionIcon, Menu, SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import type { Language } from '../words/both.ts'
import { useWords } from '../words/language.tsx'

export const LanguageSwitch = () => {
  const { language, speak, w } = useWords()
  return (
    <SegmentedControl
      size="xs"
      aria-label={w.frame.language}
      value={language}
      onChange={(chosen) => speak(chosen as Language)}
      data={[
        { value: 'ja', label: <span lang="ja">日本語</span> },
        { value: 'en', label: <span lang="en">English</span> },
      ]}
    />
  )
}

export const SchemeSwitch = () => {
  const { w } = useWords()
  const { setColorScheme } = useMantineColorScheme()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={w.frame.scheme}>
          <IconSun size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconSun size={16} />} onClick={() => setColorScheme('light')}>
          {w.frame.light}
        </Menu.Item>
        <Menu.Item leftSection={<IconMoon size={16} />} onClick={() => setColorScheme('dark')}>
          {w.frame.dark}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconDeviceDesktop size={16} />}
          onClick={() => setColorScheme('auto')}
        >
          {w.frame.auto}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
