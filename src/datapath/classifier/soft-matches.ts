/**
 * Resolves conjunctive matches from the flows that a packet matches as clauses. A conjunctive match
 * holds once each of its clauses has a flow (`find_conjunctive_match`).
 */
import type { Rule } from './rule.js';

export class SoftMatches {
  /** An element is `undefined` if its match has no flow of lower priority left. */
  #rules: (Rule | undefined)[] = [];
  #maxPriority = -1;

  /** The highest priority; -1 if there are no flows. */
  get maxPriority(): number {
    return this.#maxPriority;
  }

  add(rule: Rule): void {
    this.#rules.push(rule);
    this.#maxPriority = Math.max(this.#maxPriority, rule.flow.priority);
  }

  /**
   * Returns the flow of the conjunctive match with the highest priority that holds, or `certain`.
   *
   * @param certain the flow that matches without conjunctions.
   * @param find returns the flow of a conjunctive match.
   */
  resolve(certain: Rule | undefined, find: (id: number) => Rule | undefined): Rule | undefined {
    let best = certain;
    for (;;) {
      const least = best?.flow.priority ?? -1;
      this.#dropUpTo(least);
      if (this.#rules.length === 0) return best;
      const top = Math.max(...this.#rules.map((rule) => rule?.flow.priority ?? -1));
      const found = this.#conjunctionAt(top, find);
      if (found !== undefined) return found;
      best = this.#stepDown(top, best);
    }
  }

  /**
   * Removes flows up to a priority. The last one fills each gap, as in the reference, since that
   * decides which match is tried first.
   */
  #dropUpTo(priority: number): void {
    const rules = this.#rules;
    for (let i = 0; i < rules.length; ) {
      const rule = rules[i];
      if (rule !== undefined && rule.flow.priority > priority) {
        i++;
        continue;
      }
      const last = rules.pop();
      if (i < rules.length) rules[i] = last;
    }
  }

  /** Returns the flow of a conjunctive match of one priority whose clauses are all met, if any. */
  #conjunctionAt(priority: number, find: (id: number) => Rule | undefined): Rule | undefined {
    const rules = this.#rules.filter((rule) => rule?.flow.priority === priority);
    const met = new Map<number, Set<number>>();
    for (const rule of rules) {
      const id = rule && complete(rule, rules.length, met);
      const found = id === undefined ? undefined : find(id);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Replaces the flows of one priority by flows of lower priority with the same matches. */
  #stepDown(priority: number, certain: Rule | undefined): Rule | undefined {
    let best = certain;
    this.#rules = this.#rules.map((rule) => {
      if (rule?.flow.priority !== priority) return rule;
      const { next } = rule;
      if (next === undefined || next.conjunctions.length > 0) return next;
      if (next.flow.priority > (best?.flow.priority ?? -1)) best = next;
      return undefined;
    });
    return best;
  }
}

/**
 * Records the clauses of a flow, and returns the first conjunction that is complete. Skips
 * conjunctions with more clauses than there are flows.
 */
function complete(rule: Rule, most: number, met: Map<number, Set<number>>): number | undefined {
  for (const { id, clause, clauses } of rule.conjunctions) {
    if (clauses > most) continue;
    let known = met.get(id);
    if (known === undefined) {
      known = new Set();
      met.set(id, known);
    }
    known.add(clause);
    if (known.size === clauses) return id;
  }
  return undefined;
}
