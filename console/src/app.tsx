// The console by its paths. Each page comes as a file of its own, when it is first opened.
import { type ComponentType, lazy, Suspense } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { type PageName, pagePaths } from '../../src/console/pages.ts'
import { Layout } from './layout.tsx'
import { Boundary } from './parts/boundary.tsx'
import { Fault } from './parts/faults.tsx'
import { Loading } from './parts/state.tsx'
import { PersonProvider, useSessionQuery } from './session/session.tsx'

const outside = {
  signIn: lazy(() => import('./pages/sign-in.tsx')),
  setUp: lazy(() => import('./pages/set-up.tsx')),
  invitation: lazy(() => import('./pages/invitation.tsx')),
}

type Inside = Exclude<PageName, keyof typeof outside>

const inside: Record<Inside, ComponentType> = {
  home: lazy(() => import('./pages/home.tsx')),
  submit: lazy(() => import('./pages/submit.tsx')),
  submissions: lazy(() => import('./pages/submissions.tsx')),
  submission: lazy(() => import('./pages/submission.tsx')),
  review: lazy(() => import('./pages/review.tsx')),
  reviewed: lazy(() => import('./pages/review.tsx')),
  objects: lazy(() => import('./pages/objects.tsx')),
  object: lazy(() => import('./pages/object.tsx')),
  sharing: lazy(() => import('./pages/sharing.tsx')),
  groups: lazy(() => import('./pages/groups.tsx')),
  group: lazy(() => import('./pages/group.tsx')),
  organisations: lazy(() => import('./pages/organisations.tsx')),
  organisation: lazy(() => import('./pages/organisation.tsx')),
  collections: lazy(() => import('./pages/collections.tsx')),
  collection: lazy(() => import('./pages/collection.tsx')),
  credentials: lazy(() => import('./pages/credentials.tsx')),
  ledger: lazy(() => import('./pages/ledger.tsx')),
  hub: lazy(() => import('./pages/hub.tsx')),
  account: lazy(() => import('./pages/account.tsx')),
}

/** The router's own wildcard stops at the end of a line. */
const anywhere = /^/

const NotFound = lazy(() => import('./pages/not-found.tsx'))

const Rooms = () => (
  <Suspense fallback={<Loading />}>
    <Switch>
      {Object.entries(inside).map(([name, Page]) => (
        <Route key={name} path={pagePaths[name as Inside]} component={Page as never} />
      ))}
      <Route path={anywhere} component={NotFound as never} />
    </Switch>
  </Suspense>
)

const Gate = () => {
  const session = useSessionQuery()
  const [place] = useLocation()
  if (session.isPending) return <Loading />
  if (session.data === undefined) {
    return <Fault error={session.error} retry={() => void session.refetch()} />
  }
  const { signed_in, person } = session.data
  const whole = signed_in && person !== null && person.second_factor !== 'needed'
  if (!whole) {
    if (place === pagePaths.signIn) return <outside.signIn />
    const back = place === pagePaths.home ? '' : `?to=${encodeURIComponent(place)}`
    return <Redirect to={`${pagePaths.signIn}${back}`} replace />
  }
  if (place === pagePaths.signIn) return <outside.signIn />
  return (
    <PersonProvider person={person}>
      <Layout>
        <Boundary key={place}>
          <Rooms />
        </Boundary>
      </Layout>
    </PersonProvider>
  )
}

export const App = () => (
  <Suspense fallback={<Loading />}>
    <Switch>
      <Route path={pagePaths.setUp}>
        <outside.setUp />
      </Route>
      <Route path={pagePaths.invitation}>
        <outside.invitation />
      </Route>
      <Route path={anywhere}>
        <Gate />
      </Route>
    </Switch>
  </Suspense>
)
