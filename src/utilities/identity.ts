/** `id`, `whoami` and `uname`: print the user, which is root, and the system. */
import { parseOptions } from './options.js';
import type { UtilityCall } from './utility.js';

export async function id(call: UtilityCall): Promise<number> {
  const options = parseOptions(call, 'a| g|group G|groups n|name r|real u|user z|zero');
  const one = ['u', 'g', 'G'].some((key) => options.has(key));
  const text = one ? (options.has('n') ? 'root' : '0') : 'uid=0(root) gid=0(root) groups=0(root)';
  await call.stdout(`${text}\n`);
  return 0;
}

export async function whoami(call: UtilityCall): Promise<number> {
  parseOptions(call, 'help version');
  await call.stdout('root\n');
  return 0;
}

/** The output of `uname` for each option, in the order of printing. */
const PARTS: readonly (readonly [string, string])[] = [
  ['s', 'Linux'],
  ['n', 'sandbox'],
  ['r', '6.1.0'],
  ['v', '#1 SMP'],
  ['m', 'x86_64'],
  ['o', 'GNU/Linux'],
];

export async function uname(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'a|all s|kernel-name n|nodename r|kernel-release v|kernel-version m|machine p|processor i|hardware-platform o|operating-system',
  );
  const asked = PARTS.filter(([key]) => options.has('a') || options.has(key));
  await call.stdout(
    `${(asked.length > 0 ? asked : PARTS.slice(0, 1)).map(([, text]) => text).join(' ')}\n`,
  );
  return 0;
}
