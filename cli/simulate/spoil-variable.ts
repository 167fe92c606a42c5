/** By which a child learns what it is to replace: the name of a mutant. */
export const MUTANT_VARIABLE = 'FAILOVER_MUTANT';
