/** Checks the order of flow tables and their lists of changes. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/lib/clock.js';
import { OpenFlowError } from '../../../src/openflow/model/errors.js';
import {
  EMPTY_FLOW_MOD,
  type FlowCommand,
  type FlowMod,
} from '../../../src/openflow/model/flow-mod.js';
import { Match } from '../../../src/openflow/model/match.js';
import { PROTOCOL } from '../../../src/openflow/model/protocols.js';
import { applyFlowMod } from '../../../src/openflow/switch/apply-flow-mod.js';
import { Bridge } from '../../../src/openflow/switch/bridge.js';
import { formatActionList } from '../../../src/openflow/text/format-actions.js';
import { formatMatch } from '../../../src/openflow/text/format-match.js';

/** A flow of the model, which is nothing but a list. */
interface Row {
  readonly table: number;
  readonly priority: number;
  readonly match: Match;
  cookie: bigint;
  port: number;
}

const outputs = (port: number) => [{ type: 'output', port } as const];

const show = (row: Row): string =>
  `${row.table} ${row.priority} ${formatMatch(row.match)} ${row.cookie} output:${row.port}`;

/** A model of a switch that looks at every flow. */
class Model {
  rows: Row[] = [];

  apply(mod: FlowMod, port: number): string | undefined {
    const strict = mod.command === 'modify_strict' || mod.command === 'delete_strict';
    const selected = this.rows.filter(
      (row) =>
        (mod.table === 255 || row.table === mod.table) &&
        (strict
          ? row.priority === mod.priority && row.match.equals(mod.match)
          : mod.match.covers(row.match)) &&
        (row.cookie & mod.cookieMask) === mod.cookie &&
        (mod.outPort === 0xffff || mod.command.startsWith('modify') || row.port === mod.outPort),
    );
    switch (mod.command) {
      case 'add':
        return this.#add(mod, port);
      case 'modify':
      case 'modify_strict':
        if (selected.length === 0 && mod.cookieMask === 0n) return this.#add(mod, port);
        for (const row of selected) row.port = port;
        return undefined;
      default:
        this.rows = this.rows.filter((row) => !selected.includes(row));
        return undefined;
    }
  }

  #add({ table: asked, priority, match, newCookie, flags }: FlowMod, port: number) {
    const table = asked === 255 ? 0 : asked;
    const others = this.rows.filter((row) => row.table === table && row.priority === priority);
    const same = others.find((row) => row.match.equals(match));
    if (same !== undefined) {
      same.port = port;
      same.cookie = newCookie;
      return undefined;
    }
    if ((flags & 8) !== 0 && others.some((row) => row.match.overlaps(match))) {
      return 'OFPFMFC_OVERLAP';
    }
    this.rows.push({ table, priority, match, cookie: newCookie, port });
    return undefined;
  }

  list(): string[] {
    return this.rows
      .toSorted((a, b) => a.table - b.table || b.priority - a.priority)
      .map((row) => show(row));
  }
}

const MATCHES: readonly Match[] = [
  Match.ANY,
  Match.ANY.with('in_port', 1n),
  Match.ANY.with('in_port', 2n),
  Match.ANY.with('reg0', 1n),
  Match.ANY.with('reg0', 1n, 1n),
  Match.ANY.with('reg0', 2n, 2n),
  Match.ANY.with('in_port', 1n).with('reg0', 1n),
];

const COMMANDS: readonly FlowCommand[] = [
  'add',
  'add',
  'add',
  'modify',
  'modify_strict',
  'delete',
  'delete_strict',
];

const STEP = fc.record({
  command: fc.constantFrom(...COMMANDS),
  table: fc.constantFrom(0, 1, 7, 255),
  priority: fc.constantFrom(0, 5, 32768),
  match: fc.constantFrom(...MATCHES),
  cookie: fc.constantFrom(0n, 1n),
  masked: fc.boolean(),
  outPort: fc.constantFrom(0xffff, 0xffff, 1),
  flags: fc.constantFrom(0, 8),
  port: fc.constantFrom(1, 2, 3),
});

type Step = typeof STEP extends fc.Arbitrary<infer Value> ? Value : never;

function requestOf(step: Step): FlowMod {
  const adds = step.command === 'add';
  const deletes = step.command.startsWith('delete');
  const masked = step.masked && !adds;
  return {
    ...EMPTY_FLOW_MOD,
    command: step.command,
    table: step.table,
    priority: step.priority,
    match: step.match,
    cookie: masked ? step.cookie : 0n,
    cookieMask: masked ? 1n : 0n,
    newCookie: step.cookie,
    outPort: deletes ? step.outPort : 0xffff,
    flags: step.flags,
    actions: outputs(step.port),
  };
}

const list = (bridge: Bridge): string[] =>
  [...bridge.flows()].map(
    ({ table, priority, match, cookie, actions }) =>
      `${table} ${priority} ${formatMatch(match)} ${cookie} ${formatActionList(actions)}`,
  );

function attempt(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof OpenFlowError) return error.code;
    throw error;
  }
}

describe('flow tables', () => {
  it('behave like a plain list of flows', () => {
    fc.assert(
      fc.property(fc.array(STEP, { maxLength: 40 }), (steps) => {
        const bridge = new Bridge('br0', 1n, new ManualClock(0));
        const model = new Model();
        for (const step of steps) {
          const mod = requestOf(step);
          const refusal = attempt(() => applyFlowMod(bridge, mod, PROTOCOL.OF10_NXM_TID));
          expect(refusal).toBe(model.apply(mod, step.port));
          expect(list(bridge)).toEqual(model.list());
        }
        for (const row of model.rows) {
          const found = bridge.findFlow(row.table, row.priority, row.match);
          expect(found?.cookie).toBe(row.cookie);
        }
        const tables = new Set(model.rows.map(({ table }) => table));
        expect(bridge.tableNumbers()).toEqual([...tables].sort((a, b) => a - b));
      }),
      { numRuns: 300 },
    );
  });

  it('let flows be removed while they are listed', () => {
    const bridge = new Bridge('br0', 1n, new ManualClock(0));
    for (let port = 0n; port < 10n; port++) {
      const match = Match.ANY.with('in_port', port);
      bridge.addFlow({ table: 0, priority: Number(port % 3n), match, actions: [] });
    }
    let seen = 0;
    for (const flow of bridge.flows()) {
      seen++;
      bridge.deleteFlow(flow);
    }
    expect(seen).toBe(10);
    expect([...bridge.flows()]).toEqual([]);
  });
});
