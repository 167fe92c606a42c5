/** The fields of a document that others wrote; none of what is no object. */
export const fieldsOf = (document: unknown): Record<string, unknown> =>
  typeof document === 'object' && document !== null && !Array.isArray(document)
    ? (document as Record<string, unknown>)
    : {};
