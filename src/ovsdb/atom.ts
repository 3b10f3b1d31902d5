/** Exports the conversions between atoms and text. */
export { formatAtom, formatAtomBare } from './format-atom.js';
export { parseAtom } from './parse-atom.js';
