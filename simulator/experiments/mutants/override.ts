/** A fault that replaces an exported function, or a constant, for everyone who imports it. The compiler follows its name. */
import type { Modules } from './modules.ts';

export type Override = {
  /** Its path in the tree. */
  module: string;
  export: string;
  with(original: unknown, module: unknown): unknown;
};

/** A constant may become another number. */
type Widened<Value> = Value extends number ? number : Value;

/**
 * `spoil` gets what is replaced, and the module as it is. Calls inside the module itself reach the original: a fault of
 * those replaces what they in turn import.
 */
export function override<Path extends keyof Modules & string, Name extends keyof Modules[Path] & string>(
  module: Path,
  name: Name,
  spoil: (original: Modules[Path][Name], module: Modules[Path]) => Widened<Modules[Path][Name]>,
): Override {
  return {
    ...{ module, export: name },
    with: (original, whole) => spoil(original as Modules[Path][Name], whole as Modules[Path]),
  };
}
