/** `sandbox clock`: what time it is in the sandbox, and how to make it later. */
import { type Call, Refusal, type Subcommand } from './subcommand.js';

const ACTIONS = ['show', 'advance'] as const;

const SECOND = 1000;

/** The units of durations in milliseconds, the largest first. */
const UNITS: readonly (readonly [unit: string, milliseconds: number])[] = [
  ['d', 86_400 * SECOND],
  ['h', 3600 * SECOND],
  ['m', 60 * SECOND],
  ['s', SECOND],
];

/** Nobody waits longer, and dates end some time. */
const MAX_OFFSET = 36_500 * 86_400 * SECOND;

const DURATION = /^(?:\d+[dhms])+$/;

export const CLOCK: Subcommand = {
  name: 'clock',
  usage: '[ACTION [DURATION]]',
  summary: 'what time it is in the sandbox, and how to make it later',
  help: `Connections, learned addresses and flows with timeouts age by this clock.
  sandbox clock                 what time it is
  sandbox clock advance 2h      it is two hours later; units are s, m, h and d`,
  values: { ACTION: ACTIONS },
  run(call) {
    const [action = 'show', duration] = call.args;
    switch (action) {
      case 'show':
        if (duration !== undefined) throw new Refusal(`'${duration}' is one argument too many`);
        break;
      case 'advance':
        advance(call, duration);
        break;
      default:
        throw new Refusal(`'${action}' is none of ${ACTIONS.join(', ')}`);
    }
    call.print(describe(call));
  },
};

function advance({ sandbox }: Call, duration: string | undefined): void {
  if (duration === undefined) throw new Refusal('by how much? Say for instance advance 2h');
  const milliseconds = parseDuration(duration);
  if (milliseconds === undefined) {
    throw new Refusal(`'${duration}' is no duration; say for instance 30s, 5m, 2h, 1d or 1h30m`);
  }
  if (sandbox.clockOffset + milliseconds > MAX_OFFSET) {
    throw new Refusal(`'${duration}' is too long; the clock goes ahead by 100 years at most`);
  }
  sandbox.advanceClock(milliseconds);
}

/** The milliseconds of `1h30m`. */
function parseDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  const parts = text.match(/\d+[dhms]/g) ?? [];
  return parts.reduce((sum, part) => {
    const [, milliseconds = 0] = UNITS.find(([unit]) => part.endsWith(unit)) ?? [];
    return sum + Number.parseInt(part, 10) * milliseconds;
  }, 0);
}

/** `1h30m` for milliseconds. */
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
