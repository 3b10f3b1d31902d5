/** Formats atoms. */
import { formatReal } from './number.js';
import type { Atom, AtomicType } from './types.js';

/** Strings that look like identifiers need no quotes. */
const PLAIN = /^[A-Za-z_][A-Za-z_.-]*$/;

/**
 * Formats an atom for parsing; strings are quoted if necessary. Mirrors `ovsdb_atom_to_string()`.
 */
export function formatAtom(type: AtomicType, atom: Atom): string {
  switch (type) {
    case 'real':
      return formatReal(Number(atom));
    case 'string': {
      const text = String(atom);
      const plain = PLAIN.test(text) && text !== 'true' && text !== 'false';
      return plain ? text : JSON.stringify(text);
    }
    case 'integer':
    case 'boolean':
    case 'uuid':
      return String(atom);
  }
}

/** Formats an atom for scripts: strings as they are. Mirrors `ovsdb_atom_to_bare()`. */
export function formatAtomBare(type: AtomicType, atom: Atom): string {
  return type === 'string' ? String(atom) : formatAtom(type, atom);
}
