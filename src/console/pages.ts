// The pages of the console: the paths a browser may be sent to, and no others. Knows nothing of
// what they show.

/** In the words that Fastify's router and the console's have in common. */
export const pagePaths = {
  home: '/',
  setUp: '/setup',
  signIn: '/sign-in',
  invitation: '/invitation',
  submit: '/submit',
  submissions: '/submissions',
  submission: '/submissions/:id',
  review: '/review',
  reviewed: '/review/:id',
  objects: '/objects',
  object: '/objects/:id',
  sharing: '/sharing',
  groups: '/groups',
  group: '/groups/:group',
  organisations: '/organisations',
  organisation: '/organisations/:organisation',
  collections: '/collections',
  collection: '/collections/:group/:collection',
  credentials: '/credentials',
  ledger: '/ledger',
  hub: '/hub',
  account: '/account',
} as const

export type PageName = keyof typeof pagePaths
