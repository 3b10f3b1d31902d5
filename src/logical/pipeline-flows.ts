/** Indexes logical flows by table, in the order in which packets are matched against them. */
import type { Dialect } from '../action/layout.js';
import type { LogicalAction } from '../action/logical-action.js';
import { parseActions } from '../action/parse-actions.js';
import { annotate } from '../expr/annotate.js';
import { ExprError } from '../expr/error.js';
import { combine, type Expr } from '../expr/expr.js';
import { parseExpr } from '../expr/parse.js';
import { simplify } from '../expr/simplify.js';
import type { SbRow, Southbound } from './databases.js';
import type { Warn } from './names.js';
import type { Datapath } from './network.js';

export type Pipeline = SbRow<'Logical_Flow'>['pipeline'];

/** A table of a pipeline of a datapath. */
export interface Stage {
  readonly datapath: Datapath;
  readonly pipeline: Pipeline;
  readonly table: number;
}

/** A logical flow that parsed without errors. */
export interface TableFlow {
  readonly row: SbRow<'Logical_Flow'>;
  /** Consists of fields only, and includes the prerequisites of the actions. */
  readonly match: Expr;
  readonly actions: readonly LogicalAction[];
  /** The names of ports and groups in the match. */
  readonly names: ReadonlySet<string>;
}

export class PipelineFlows {
  /** The rows by datapath, pipeline and table. */
  readonly #rows = new Map<string, SbRow<'Logical_Flow'>[]>();
  /** The parsed flows; `undefined` for a malformed one. */
  readonly #parsed = new Map<SbRow<'Logical_Flow'>, TableFlow | undefined>();

  constructor(
    sb: Southbound,
    private readonly warn: Warn,
    private readonly dialect: Dialect,
  ) {
    for (const row of sb.rows('Logical_Flow')) {
      const key = keyOf(row.logical_datapath, row.pipeline, row.table_id);
      const rows = this.#rows.get(key);
      if (rows) rows.push(row);
      else this.#rows.set(key, [row]);
    }
    for (const rows of this.#rows.values()) rows.sort((a, b) => b.priority - a.priority);
  }

  /** Returns the first flow of a table for which `holds` returns true. */
  find(stage: Stage, holds: (flow: TableFlow) => boolean): TableFlow | undefined {
    for (const row of this.#rowsOf(stage)) {
      const flow = this.#parse(row);
      if (flow !== undefined && holds(flow)) return flow;
    }
    return undefined;
  }

  /** Returns the name of a stage, which its flows record. */
  stageName(stage: Stage): string | undefined {
    return this.#rowsOf(stage)[0]?.external_ids.get('stage-name');
  }

  #rowsOf({ datapath, pipeline, table }: Stage): readonly SbRow<'Logical_Flow'>[] {
    return this.#rows.get(keyOf(datapath._uuid, pipeline, table)) ?? [];
  }

  #parse(row: SbRow<'Logical_Flow'>): TableFlow | undefined {
    if (!this.#parsed.has(row)) this.#parsed.set(row, this.#parseAnew(row));
    return this.#parsed.get(row);
  }

  #parseAnew(row: SbRow<'Logical_Flow'>): TableFlow | undefined {
    const { symbols, layout } = this.dialect;
    const match = this.#attempt(`${row.match}: parsing expression failed`, () =>
      parseExpr(row.match, symbols),
    );
    if (match === undefined) return undefined;
    const parsed = this.#attempt(`${row.actions}: parsing actions failed`, () =>
      parseActions(row.actions, {
        symtab: symbols,
        tableCount: layout.pipelineLength,
        currentTable: row.table_id,
      }),
    );
    if (parsed === undefined) return undefined;
    const { actions, prerequisites } = parsed;
    const annotated = this.#attempt('match annotation failed', () =>
      annotate(prerequisites ? combine('and', match, prerequisites) : match, symbols),
    );
    return (
      annotated && {
        row,
        match: simplify(annotated),
        actions,
        names: new Set(stringsIn(annotated)),
      }
    );
  }

  /** Returns the result of `parse`, or warns and returns `undefined` if it throws. */
  #attempt<T>(failure: string, parse: () => T): T | undefined {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof ExprError)) throw error;
      this.warn(`${failure} (${error.message})`);
      return undefined;
    }
  }
}

function stringsIn(expr: Expr): readonly string[] {
  switch (expr.type) {
    case 'string':
      return [expr.text];
    case 'and':
    case 'or':
      return expr.operands.flatMap(stringsIn);
    case 'integer':
    case 'boolean':
      return [];
  }
}

const keyOf = (datapath: string, pipeline: Pipeline, table: number): string =>
  `${datapath} ${pipeline} ${table}`;
