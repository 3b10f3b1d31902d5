/**
 * Reads the terminal settings in the environment. Ink and its dependencies read some of them while
 * they are imported, so {@link prepareForInk} must run first.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** True if the terminal cannot move its cursor. */
export function isDumb(env: Environment): boolean {
  return env['TERM'] === 'dumb';
}

/** True if the terminal has colours and the user has not turned them off. */
export function wantsColours(env: Environment, stdout: NodeJS.WriteStream): boolean {
  // Node.js assumes few colours on a build server, but this is a terminal.
  const { CI: _, ...rest } = env;
  return !env['NO_COLOR'] && !isDumb(env) && stdout.getColorDepth(rest) > 1;
}

/** Overrides settings that Ink, chalk and React would otherwise read from the environment. */
export function prepareForInk(env: Record<string, string | undefined>, colours: boolean): void {
  // On a build server, Ink draws nothing by default.
  env['CI'] = 'false';
  // Chalk ignores NO_COLOR, but must agree with text that is printed without it.
  env['FORCE_COLOR'] = colours ? '1' : '0';
  // React's development build is slower and records every frame.
  env['NODE_ENV'] ??= 'production';
  // Keeps Ink from looking for a debugger.
  delete env['DEV'];
}

/**
 * Returns the path of the history file: in the XDG state folder if it is set, else in the home
 * folder.
 */
export function historyFile(env: Environment): string {
  const state = env['XDG_STATE_HOME'];
  return state
    ? join(state, 'ovn-sandbox-ts', 'history')
    : join(homedir(), '.ovn-sandbox-ts_history');
}
