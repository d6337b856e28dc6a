// Which properties a structure cannot do without, asked of the models of STIX 2.1. Knows no object.
import type { z } from 'zod'
import { customObject } from '../stix/model/object.ts'
import { models } from '../stix/model/registry.ts'

/** A model, or a structure inside one; undefined where the models say nothing. */
export type Shape = z.core.$ZodType | undefined

type Definition = {
  innerType?: z.core.$ZodType
  shape?: Record<string, z.core.$ZodType>
  element?: z.core.$ZodType
  valueType?: z.core.$ZodType
}

const definitionOf = (shape: Shape): Definition => {
  let definition = (shape?._zod.def ?? {}) as Definition
  while (definition.innerType !== undefined) {
    definition = definition.innerType._zod.def as Definition
  }
  return definition
}

/** The model of a type; that of any custom object for a type STIX does not define. */
export const shapeOf = (type: string): Shape =>
  Object.hasOwn(models, type) ? models[type] : customObject

/** What stands at one step inside a structure: under a name, or at an index of a list. */
export const shapeAt = (shape: Shape, step: string | number): Shape => {
  const { shape: named, element, valueType } = definitionOf(shape)
  if (typeof step === 'number') return element
  return named !== undefined && Object.hasOwn(named, step) ? named[step] : valueType
}

const known = new WeakMap<object, ReadonlySet<string>>()

const listRequired = (named: Record<string, z.core.$ZodType>): ReadonlySet<string> =>
  new Set(Object.keys(named).filter((name) => !(named[name] as z.ZodType).isOptional()))

/** The properties a structure requires. Rules between properties are not in a model. */
export const requiredOf = (shape: Shape): ReadonlySet<string> => {
  const { shape: named = {} } = definitionOf(shape)
  const held = known.get(named)
  if (held !== undefined) return held
  const required = listRequired(named)
  known.set(named, required)
  return required
}
