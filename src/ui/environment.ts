/**
 * What the environment says about the terminal. Ink and the packages below it
 * read some of it as they are imported, and not always as one would wish, so
 * {@link prepareForInk} has to run before the first of them is loaded.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the terminal cannot move its cursor. */
export function isDumb(env: Environment): boolean {
  return env['TERM'] === 'dumb';
}

/** Whether the person wants no colours, or the terminal has none. */
export function wantsColours(env: Environment, stdout: NodeJS.WriteStream): boolean {
  // Node takes a build server for a place with few colours, but this is a terminal.
  const { CI: _, ...rest } = env;
  return !env['NO_COLOR'] && !isDumb(env) && stdout.getColorDepth(rest) > 1;
}

/** Settles what Ink, chalk and React would otherwise read from the environment in their own way. */
export function prepareForInk(env: Record<string, string | undefined>, colours: boolean): void {
  // Ink draws nothing where it believes to be on a build server.
  env['CI'] = 'false';
  // Chalk does not know NO_COLOR, and must agree with what is printed without it.
  env['FORCE_COLOR'] = colours ? '1' : '0';
  // React's development build is slower and keeps a record of every frame.
  env['NODE_ENV'] ??= 'production';
  // Ink would look for a debugger.
  delete env['DEV'];
}

/** Where the entered lines are kept: in the XDG state folder if one is set, else in the home folder. */
export function historyFile(env: Environment): string {
  const state = env['XDG_STATE_HOME'];
  return state
    ? join(state, 'ovn-sandbox-ts', 'history')
    : join(homedir(), '.ovn-sandbox-ts_history');
}
