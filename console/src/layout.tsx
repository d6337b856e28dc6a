// The frame of whoever is signed in: the bar, the menu, the page. Shows in the menu what the roles
// have to do with; the hub decides about the rest.
import { AppShell, Burger, Button, Divider, Group, Menu, NavLink, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconAddressBook,
  IconBuildingCommunity,
  IconFolders,
  IconGavel,
  IconGridDots,
  IconHome,
  IconKey,
  IconNotebook,
  IconSearch,
  IconSend,
  IconSettings,
  IconTimeline,
  IconUser,
} from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { pagePaths } from '../../src/console/pages.ts'
import { signOut } from './api/session.ts'
import { Gate } from './parts/gate.tsx'
import { LanguageSwitch, SchemeSwitch } from './parts/settings.tsx'
import { usePerson, useRenewSession } from './session/session.tsx'
import type { Dictionary } from './words/dictionary.ts'
import { useWords } from './words/language.tsx'

type Entry = {
  page: keyof Dictionary['pages'] & keyof typeof pagePaths
  icon: ComponentType<{ size?: number }>
  /** Shown to whoever has one of the roles; without them to everybody. */
  roles?: string[]
  /** Shown to stewards as well. */
  stewards?: boolean
  /** Only for whoever reads what is shared: who configures or audits does not. */
  content?: boolean
}

const sections: { title: 'yourSharing' | 'theGroup' | 'theHub'; entries: Entry[] }[] = [
  {
    title: 'yourSharing',
    entries: [
      { page: 'home', icon: IconHome },
      { page: 'submit', icon: IconSend, content: true },
      { page: 'submissions', icon: IconTimeline, content: true },
      { page: 'objects', icon: IconSearch, content: true },
    ],
  },
  {
    title: 'theGroup',
    entries: [
      { page: 'review', icon: IconGavel, roles: [], stewards: true },
      { page: 'sharing', icon: IconGridDots },
      { page: 'groups', icon: IconBuildingCommunity },
      { page: 'organisations', icon: IconAddressBook },
      { page: 'collections', icon: IconFolders },
      { page: 'credentials', icon: IconKey, roles: ['org-admin', 'hub-admin'] },
      { page: 'ledger', icon: IconNotebook, roles: ['auditor'] },
    ],
  },
  { title: 'theHub', entries: [{ page: 'hub', icon: IconSettings, roles: ['hub-admin'] }] },
]

const isWithin = (place: string, path: string): boolean =>
  path === '/' ? place === '/' : place === path || place.startsWith(`${path}/`)

const Navigation = ({ close }: { close(): void }) => {
  const { w } = useWords()
  const { hasRole, stewards, reads } = usePerson()
  const [place] = useLocation()
  return sections.map(({ title, entries }) => {
    const shown = entries.filter(
      (entry) =>
        (entry.content !== true || reads) &&
        (entry.roles === undefined ||
          hasRole(...entry.roles) ||
          (entry.stewards === true && stewards)),
    )
    if (shown.length === 0) return null
    return (
      <div key={title}>
        <Text size="xs" c="dimmed" px="sm" pt="sm" pb={4}>
          {w.frame[title]}
        </Text>
        {shown.map(({ page, icon: Icon }) => {
          const here = isWithin(place, pagePaths[page])
          return (
            <NavLink
              key={page}
              component={Link}
              href={pagePaths[page]}
              label={w.pages[page]}
              leftSection={<Icon size={18} />}
              active={here}
              aria-current={here ? 'page' : undefined}
              onClick={close}
            />
          )
        })}
      </div>
    )
  })
}

const PersonMenu = () => {
  const { w } = useWords()
  const { person } = usePerson()
  const renew = useRenewSession()
  const [, go] = useLocation()
  const leave = async () => {
    await signOut().catch(() => {})
    await renew()
    go(pagePaths.signIn)
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="sm"
          px="xs"
          leftSection={<IconUser size={16} aria-hidden />}
          aria-label={`${person.name}, ${person.organisation_title}`}
        >
          <Text size="sm" visibleFrom="md" truncate maw={220}>
            {person.name} · {person.organisation_title}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} href={pagePaths.account}>
          {w.pages.account}
        </Menu.Item>
        <Menu.Item component="a" href="/docs/sharing">
          {w.pages.rules}
        </Menu.Item>
        <Divider my={4} />
        <Menu.Item onClick={() => void leave()}>{w.frame.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

export const Layout = ({ children }: { children: ReactNode }) => {
  const { w } = useWords()
  const [opened, { toggle, close }] = useDisclosure()
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 224, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a className="skip" href="#content">
        {w.frame.skip}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={w.frame.menu}
              aria-expanded={opened}
            />
            <Gate />
          </Group>
          <Group gap={4} wrap="nowrap">
            <LanguageSwitch />
            <SchemeSwitch />
            <PersonMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={w.frame.menu}>
        <AppShell.Section grow style={{ overflowY: 'auto' }}>
          <Navigation close={close} />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        {children}
      </AppShell.Main>
    </AppShell>
  )
}
