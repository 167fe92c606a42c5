/** For tables that answer one question for every kind of a closed set. */

/** The kinds to which a table answers yes. */
export type TrueIn<Table extends Record<string, boolean>> = {
  [Kind in keyof Table]: Table[Kind] extends true ? Kind : never;
}[keyof Table];
