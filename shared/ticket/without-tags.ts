/**
 * A name or a title as it may stand among our own BBCode: what would begin a tag in a portal's card or
 * notification becomes a bracket that begins none. Pure.
 */
export const withoutTags = (text: string): string => text.replaceAll('[', '(').replaceAll(']', ')')
