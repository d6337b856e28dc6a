// INV-01 for those who are not of the group: another group's members, the community, anybody.
import t from 'tap'
import { holdScripts } from '../harness/twin/hold.ts'

const viewers = ['ferry', 'coast', 'stranger', 'anonymous']

t.test('strangers cannot tell what is kept from them', (t) => holdScripts(t, viewers, 80))
