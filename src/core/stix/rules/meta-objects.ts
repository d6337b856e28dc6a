// Rules of the STIX Meta Objects (STIX 2.1 §7), marking definitions among them.

import { markingDefinitionRules } from './markings.ts'
import { isList, type Rule, refuse, warn } from './rule.ts'

/**
 * STIX 2.1 §7.3.1: names of properties are listed by extensions of the top level, only by those.
 */
const listsItsProperties: Rule = (object, pointer, problems) => {
  const types = object.extension_types
  if (!isList(types)) return
  const listed = object.extension_properties !== undefined
  if (types.includes('toplevel-property-extension') === listed) return
  if (listed) {
    const message = 'only a `toplevel-property-extension` lists its properties: leave this out'
    refuse(problems, `${pointer}/extension_properties`, message)
  } else {
    const message = 'list the names of the new properties in `extension_properties`'
    warn(problems, pointer, message)
  }
}

/** The rules of each SMO type. */
export const metaObjectRules: Record<string, readonly Rule[]> = {
  'extension-definition': [listsItsProperties],
  'marking-definition': markingDefinitionRules,
}
