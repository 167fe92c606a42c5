/** Which rule a violation breaks. */

/** Two violations are the same finding when they break the same rule: `2026-…Z S2: …` is S2. */
export const ruleOf = (violation: string): string => /^(?:\S+Z )?([^:]+):/.exec(violation)?.[1] ?? violation;
