// Where no page is.
import { Anchor } from '@mantine/core'
import { Link } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { Page } from '../parts/page.tsx'
import { useWords } from '../words/language.tsx'

const NotFound = () => {
  const { w } = useWords()
  return (
    <Page title={w.frame.notFound} lead={w.frame.notFoundNext}>
      <Anchor component={Link} href={pagePaths.home}>
        {w.frame.goHome}
      </Anchor>
    </Page>
  )
}

export default NotFound
