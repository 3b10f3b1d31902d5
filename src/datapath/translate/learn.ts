/** Implements the actions that add flows (`lib/learn.c`) or shorten their timeouts. */
import type { LearnAction, OfAction } from '../../openflow/model/actions.js';
import { FLOW_FLAG } from '../../openflow/model/flow-entry.js';
import { EMPTY_FLOW_MOD, type FlowMod, NO_COOKIE } from '../../openflow/model/flow-mod.js';
import { Match } from '../../openflow/model/match.js';
import { PORT, PORT_MAX } from '../../openflow/model/openflow-ports.js';
import { subfieldMatch } from '../../openflow/values/subfields.js';
import type { Flow } from '../../packet/flow.js';
import { dependOnSubfield, readSubfield } from '../../packet/flow-fields.js';
import type { ActionOf } from './handler.js';
import type { TranslationContext } from './translation-context.js';

export function learn(context: TranslationContext, action: LearnAction): void {
  const { flow, wildcards, bridge, effects } = context;
  for (const { source } of action.specs) {
    if (typeof source !== 'bigint') dependOnSubfield(wildcards, source);
  }
  effects.push({ type: 'learn', bridge: bridge.bridge, mod: learnedFlow(action, flow) });
}

/** Returns the flow modification that `learn` makes for a packet. Mirrors `learn_execute()`. */
function learnedFlow(action: LearnAction, flow: Flow): FlowMod {
  let match = Match.ANY;
  const actions: OfAction[] = [];
  const { finIdleTimeout: idle, finHardTimeout: hard } = action;
  if (idle !== 0 || hard !== 0) actions.push({ type: 'fin_timeout', idle, hard });
  for (const spec of action.specs) {
    const { source } = spec;
    const value = typeof source === 'bigint' ? source : readSubfield(flow, source);
    switch (spec.type) {
      case 'match':
        match = subfieldMatch(match, spec.destination, value);
        break;
      case 'load':
        actions.push({ type: 'load', destination: spec.destination, value });
        break;
      case 'output':
        if (canOutputTo(value)) actions.push({ type: 'output', port: Number(value) });
        break;
    }
  }
  return {
    ...EMPTY_FLOW_MOD,
    command: 'modify_strict',
    match,
    actions,
    priority: action.priority,
    newCookie: action.cookie,
    modifyCookie: action.cookie !== NO_COOKIE,
    table: action.table,
    idleTimeout: action.idleTimeout,
    hardTimeout: action.hardTimeout,
    flags: action.sendFlowRemoved ? FLOW_FLAG.SEND_FLOW_REM : 0,
  };
}

const NAMED_PORTS: readonly number[] = [PORT.IN_PORT, PORT.FLOOD, PORT.LOCAL, PORT.ALL];

function canOutputTo(port: bigint): boolean {
  return port < BigInt(PORT_MAX) || NAMED_PORTS.includes(Number(port));
}

export function finTimeout(context: TranslationContext, action: ActionOf<'fin_timeout'>): void {
  context.wildcards.add('nw_proto');
  const { entry: flow } = context;
  if (flow === undefined) return;
  const { idle, hard } = action;
  context.effects.push({ type: 'fin_timeout', bridge: context.bridge.bridge, flow, idle, hard });
}
