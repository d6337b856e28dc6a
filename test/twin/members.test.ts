// INV-01 for members: nothing an organisation of the group may ask depends on what is kept from it.
import t from 'tap'
import { holdScripts } from '../harness/twin/hold.ts'

const viewers = ['acme', 'bolt', 'cargo', 'mssp', 'cert', 'paused', 'jiro@bolt', 'saburo@cargo']

t.test('members cannot tell what is kept from them', (t) => holdScripts(t, viewers, 120))
