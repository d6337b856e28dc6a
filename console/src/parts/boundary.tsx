// What stands where a page has broken: a sentence and a way on, instead of an empty screen.
import { Component, type ReactNode } from 'react'
import { useWords } from '../words/language.tsx'
import { Fault } from './faults.tsx'
import { Page } from './page.tsx'

const Broken = ({ error }: { error: Error }) => {
  const { w } = useWords()
  return (
    <Page title={w.faults.title}>
      <Fault error={error} retry={() => location.reload()} />
    </Page>
  )
}

type State = { error: Error | null }

/** Keeps a fault of a page to the page: the menu stays, and another page can be opened. */
export class Boundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null }

  static getDerivedStateFromError(error: Error): State {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    return error === null ? this.props.children : <Broken error={error} />
  }
}
