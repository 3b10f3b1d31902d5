/** `sandbox clock`: shows the time in the sandbox and sets it forward. */
import { type Call, Refusal, type Subcommand } from './subcommand.js';

const ACTIONS = ['show', 'advance'] as const;

const SECOND = 1000;

/** The units of durations in milliseconds, the largest first. */
const UNITS: readonly (readonly [unit: string, milliseconds: number])[] = [
  ['d', 86_400 * SECOND],
  ['h', 3600 * SECOND],
  ['m', 60 * SECOND],
  ['s', SECOND],
  ['ms', 1],
];

const DURATION = /^(?:\d+(?:ms|[dhms]))+$/;
const PARTS = /(\d+)(ms|[dhms])/g;

export const CLOCK: Subcommand = {
  name: 'clock',
  usage: '[ACTION [DURATION]]',
  summary: 'show the time in the sandbox, or set it forward',
  help: `Connections, learned addresses and flows with timeouts age by this clock.
  sandbox clock                 show the time
  sandbox clock advance 2h      set it forward; the units are ms, s, m, h and d`,
  values: { ACTION: ACTIONS },
  run(call) {
    const [action = 'show', duration] = call.args;
    switch (action) {
      case 'show':
        if (duration !== undefined) throw new Refusal(`unexpected argument '${duration}'`);
        break;
      case 'advance':
        advance(call, duration);
        break;
      default:
        throw new Refusal(`unknown action '${action}'; use ${ACTIONS.join(' or ')}`);
    }
    call.print(describe(call));
  },
};

function advance({ sandbox }: Call, duration: string | undefined): void {
  if (duration === undefined) throw new Refusal('give a duration, as in: sandbox clock advance 2h');
  const milliseconds = parseDuration(duration);
  if (milliseconds === undefined) {
    throw new Refusal(`'${duration}' is not a duration; use for instance 30s, 500ms or 1h30m`);
  }
  if (!sandbox.advanceClock(milliseconds)) {
    throw new Refusal(`'${duration}' is too long; the clock goes ahead by 100 years at most`);
  }
}

/** Returns the milliseconds of a duration such as `1h30m`. */
function parseDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let sum = 0;
  for (const [, count, unit] of text.matchAll(PARTS)) {
    const [, milliseconds = 0] = UNITS.find(([name]) => name === unit) ?? [];
    sum += Number(count) * milliseconds;
  }
  return sum;
}

/** Returns a duration in milliseconds as text such as `1h30m`. */
function formatDuration(milliseconds: number): string {
  let rest = milliseconds;
  return UNITS.map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? '' : `${count}${unit}`;
  }).join('');
}

function describe({ sandbox }: Call): string {
  const { now, clockOffset } = sandbox;
  const ahead = clockOffset === 0 ? '' : `, ${formatDuration(clockOffset)} ahead`;
  return `${new Date(now).toISOString()}${ahead}\n`;
}
