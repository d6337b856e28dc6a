// The shape every STIX object shares once it has passed the door: a type and an id, the rest open.
// Knows nothing of which properties a type has; the models do.

/** A STIX object whose `type` and `id` are strings; every other property is unchecked JSON. */
export type StixObject = { type: string; id: string; [property: string]: unknown }
