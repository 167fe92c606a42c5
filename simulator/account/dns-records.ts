/** What DNS answers for the names that our probers ask. */

/** What lies in no zone that is lost has no `dead`. */
type ARecord = { dead?: { zone: string; untilMs: number } };

export type Names = Map<string, ARecord>;
