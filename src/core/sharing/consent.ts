// How far a provider lets its name travel. Knows no object and no reader.

/** To whom the source may be named: nobody, the hub, government members, the group, everyone. */
export type Consent = 'none' | 'hub' | 'government' | 'group' | 'everyone'
