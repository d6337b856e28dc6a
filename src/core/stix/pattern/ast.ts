// The shape of a STIX pattern once read (STIX 2.1 §9): plain values, nothing about text or objects.
// A pattern is a tree without parentheses: grouping is told by the tree itself, and the printer
// puts back the parentheses that it needs.

/**
 * 2.0 differs in little: START and STOP also take strings, qualifiers may double, no EXISTS yet.
 */
export type PatternVersion = '2.0' | '2.1'

/** Where a node stood in the text: UTF-16 code units from 0, `end` is the first one after it. */
export type Span = { start: number; end: number }

/** `value` is the text meant: escapes are undone. */
export type StringLiteral = { kind: 'string'; value: string; span: Span }
/** `value` is the text between the apostrophes, such as 2016-06-01T00:00:00Z. */
export type TimestampLiteral = { kind: 'timestamp'; value: string; span: Span }

/**
 * A constant (STIX 2.1 §9.2). Numbers keep their text, so that no digit is lost beyond 2^53;
 * hex and binary keep theirs too (binary without its line feeds).
 */
export type Literal =
  | StringLiteral
  | TimestampLiteral
  | { kind: 'integer'; text: string; span: Span }
  | { kind: 'float'; text: string; span: Span }
  | { kind: 'boolean'; value: boolean; span: Span }
  | { kind: 'hex'; value: string; span: Span }
  | { kind: 'binary'; value: string; span: Span }

/** One step of an object path after the object type; `any` is `[*]`. */
export type PathStep =
  | { kind: 'key'; name: string; quoted: boolean; span: Span }
  | { kind: 'index'; text: string; span: Span }
  | { kind: 'any'; span: Span }

/**
 * STIX 2.1 §9.7: `file:hashes.'SHA-256'` is type `file` and two key steps. Never without a step.
 */
export type ObjectPath = { type: string; steps: PathStep[]; span: Span }

export type OrderOperator = '>' | '<' | '>=' | '<='
export type StringOperator = 'LIKE' | 'MATCHES' | 'ISSUBSET' | 'ISSUPERSET'
export type ComparisonOperator = '=' | '!=' | OrderOperator | StringOperator | 'IN' | 'EXISTS'

/**
 * One comparison. `literals` holds one constant, except with IN (any number, none included) and
 * EXISTS (none). The older spellings `==` and `<>` are read as `=` and `!=`.
 */
export type Comparison = {
  kind: 'comparison'
  path: ObjectPath
  operator: ComparisonOperator
  negated: boolean
  literals: Literal[]
  span: Span
}

/** Comparisons under one Boolean operator: two operands or more, in their order. */
export type JoinedComparisons = {
  kind: 'joined-comparisons'
  operator: 'AND' | 'OR'
  operands: ComparisonExpression[]
  span: Span
}

export type ComparisonExpression = Comparison | JoinedComparisons

/** `[ … ]`: what one observation must satisfy. */
export type Observation = { kind: 'observation'; comparison: ComparisonExpression; span: Span }

/** Observation expressions under one observation operator: two operands or more, in their order. */
export type JoinedObservations = {
  kind: 'joined-observations'
  operator: 'AND' | 'OR' | 'FOLLOWEDBY'
  operands: ObservationExpression[]
  span: Span
}

/** Seconds and times are positive and keep their text. */
export type Qualifier =
  | { kind: 'within'; seconds: string; span: Span }
  | { kind: 'repeats'; times: string; span: Span }
  | {
      kind: 'start-stop'
      start: TimestampLiteral | StringLiteral
      stop: TimestampLiteral | StringLiteral
      span: Span
    }

/**
 * An expression and the qualifiers put after it, the nearest first. A qualifier binds what stands
 * before it, earlier qualifiers included, so `([…] WITHIN 5 SECONDS) REPEATS 2 TIMES` needs no
 * nesting: `expression` is never itself a qualified one.
 */
export type QualifiedObservation = {
  kind: 'qualified'
  expression: Observation | JoinedObservations
  qualifiers: Qualifier[]
  span: Span
}

export type ObservationExpression = Observation | JoinedObservations | QualifiedObservation

/** A whole pattern. */
export type PatternAst = ObservationExpression
