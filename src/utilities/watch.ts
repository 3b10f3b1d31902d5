/** `watch`: runs a command again and again, and prints its output whenever it is new. */
import { setTimeout as delay } from 'node:timers/promises';
import { parseOptions } from './options.js';
import { type UtilityCall, UtilityError } from './utility.js';

const USUAL_INTERVAL = 2;

export async function watch(call: UtilityCall): Promise<number> {
  const { options, command } = parsed(call);
  const text = options.value('n') ?? String(USUAL_INTERVAL);
  const seconds = Number(text.replace(',', '.'));
  if (!(seconds >= 0)) throw new UtilityError(`failed to parse argument: '${text}'`);
  if (command.length === 0)
    throw new UtilityError('a command is missing, as in: watch ovs-ofctl dump-flows br-int');
  const words = options.has('x') ? command : ['sh', '-c', command.join(' ')];
  if (!options.has('t')) {
    await call.stdout(`Every ${seconds.toFixed(1)}s, if it is new: ${command.join(' ')}\n`);
  }
  let last: string | undefined;
  while (!call.signal.aborted) {
    let shown = '';
    const status = await call.start(words, {
      stdout: (piece) => {
        shown += piece;
      },
    });
    if (options.has('e') && status !== 0) return status;
    if (shown !== last) await call.stdout(`\n${shown}`);
    if (options.has('g') && last !== undefined && shown !== last) return 0;
    last = shown;
    await delay(seconds * 1000, undefined, { signal: call.signal }).catch(() => undefined);
  }
  return 0;
}

/** Separates the options of `watch` from the command, which has its own. */
function parsed(call: UtilityCall) {
  let at = 0;
  while (call.args[at]?.startsWith('-') && call.args[at] !== '--') {
    at += /^(-n|--interval)$/.test(call.args[at] ?? '') ? 2 : 1;
  }
  const options = parseOptions(
    { ...call, args: call.args.slice(0, at) },
    'b|beep c|color d|differences? e|errexit g|chgexit n|interval: t|no-title x|exec',
  );
  return { options, command: call.args.slice(call.args[at] === '--' ? at + 1 : at) };
}
