/**
 * Implements the actions `bundle` and `multipath`, which choose one of several outputs
 * (`lib/bundle.c`, `lib/multipath.c`).
 */
import { hashInteger } from '../../lib/hash.js';
import { PORT } from '../../openflow/model/openflow-ports.js';
import { isPortLive } from './buckets.js';
import { loadSubfield } from './field-actions.js';
import type { ActionOf } from './handler.js';
import { dependOnHashFields, hashFields } from './hash-fields.js';
import { outputChosen } from './output.js';
import type { TranslationContext } from './translation-context.js';

export function bundle(context: TranslationContext, action: ActionOf<'bundle'>): void {
  const port = chooseFromBundle(context, action);
  if (action.destination === undefined) outputChosen(context, port);
  else loadSubfield(context, action.destination, BigInt(port));
}

/** Returns the port that a bundle chooses; `PORT.ANY` if none is live. */
function chooseFromBundle(context: TranslationContext, action: ActionOf<'bundle'>): number {
  const { flow, wildcards } = context;
  const { fields, basis, ports } = action;
  if (action.algorithm === 'active_backup') {
    return ports.find((port) => isUsable(context, port)) ?? PORT.ANY;
  }
  if (ports.length > 1) dependOnHashFields(flow, wildcards, fields);
  const hash = hashFields(flow, fields, basis);
  let best: { readonly port: number; readonly weight: number } | undefined;
  for (const [place, port] of ports.entries()) {
    if (!isUsable(context, port)) continue;
    const weight = hashInteger(place, hash);
    if (best === undefined || weight > best.weight) best = { port, weight };
  }
  return best?.port ?? PORT.ANY;
}

/** Reserved ports, which are always live. */
const ALWAYS_USABLE: readonly number[] = [
  PORT.IN_PORT,
  PORT.TABLE,
  PORT.NORMAL,
  PORT.FLOOD,
  PORT.ALL,
  PORT.ANY,
];

function isUsable({ bridge }: TranslationContext, port: number): boolean {
  return ALWAYS_USABLE.includes(port) || isPortLive(bridge, port);
}

export function multipath(context: TranslationContext, action: ActionOf<'multipath'>): void {
  const { flow, wildcards } = context;
  const hash = hashFields(flow, action.fields, action.basis);
  const link = chooseLink(hash, action);
  dependOnHashFields(flow, wildcards, action.fields);
  loadSubfield(context, action.destination, BigInt(link));
}

const MAX_HIGHEST_RANDOM_WEIGHT = 64;

function chooseLink(hash: number, action: ActionOf<'multipath'>): number {
  const { algorithm, links, argument } = action;
  switch (algorithm) {
    case 'modulo_n':
      return hash % links;
    case 'hash_threshold':
      return links === 1 ? 0 : Math.floor(hash / (Math.floor(0xffffffff / links) + 1));
    case 'hrw':
      return links <= MAX_HIGHEST_RANDOM_WEIGHT
        ? highestRandomWeight(hash, links)
        : iteratedHash(hash, links, 0);
    case 'iter_hash':
      return iteratedHash(hash, links, argument);
  }
}

function highestRandomWeight(hash: number, links: number): number {
  let best = 0;
  let bestWeight = hashInteger(hash, 0);
  for (let link = 1; link < links; link++) {
    const weight = hashInteger(hash, link);
    if (weight > bestWeight) {
      best = link;
      bestWeight = weight;
    }
  }
  return best;
}

/** Hashes repeatedly until the result is a valid link number. */
function iteratedHash(hash: number, links: number, asked: number): number {
  const modulo =
    asked < links || Math.floor(asked / 2) > links ? 2 ** Math.ceil(Math.log2(links)) : asked;
  for (let i = 0; ; i++) {
    const link = hashInteger(hash, i) % modulo;
    if (link < links) return link;
  }
}
