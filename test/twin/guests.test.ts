// INV-01 for those who see less than a member: clients, peers, observers, authorities, credentials
// with a cap.
import t from 'tap'
import { holdScripts } from '../harness/twin/hold.ts'

const viewers = ['shop', 'peerhub', 'watcher', 'agency', 'cargo capped']

t.test('guests cannot tell what is kept from them', (t) => holdScripts(t, viewers, 100))
