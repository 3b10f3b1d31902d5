/**
 * Sorts the rows of listings by creation, where the reference sorts by UUID, which has no meaning.
 */
import type { Uuid } from '../../lib/uuid.js';
import type { Session } from './ctl-session.js';

/** Sorts rows by the time of their creation. */
export class CreationOrder {
  readonly #session: Session;
  readonly #ranks = new Map<string, ReadonlyMap<Uuid, number>>();

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Returns the UUIDs sorted by the age of their rows in `table`, oldest first. UUIDs without a row
   * come last.
   */
  sort(table: string, uuids: readonly Uuid[]): readonly Uuid[] {
    if (uuids.length < 2) return uuids;
    const ranks = this.#ranksOf(table);
    const rank = (uuid: Uuid) => ranks.get(uuid) ?? ranks.size;
    return [...uuids].sort((a, b) => rank(a) - rank(b));
  }

  #ranksOf(table: string): ReadonlyMap<Uuid, number> {
    const known = this.#ranks.get(table);
    if (known) return known;
    const ranks = new Map([...this.#session.rows(table)].map((row, i) => [row._uuid, i]));
    this.#ranks.set(table, ranks);
    return ranks;
  }
}
