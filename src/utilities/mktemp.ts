/** `mktemp`: makes an empty file or folder with a unique name. */
import { parseOptions } from './options.js';
import { type UtilityCall, UtilityError } from './utility.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export async function mktemp(call: UtilityCall): Promise<number> {
  const options = parseOptions(call, 'd|directory u|dry-run q|quiet suffix: p|tmpdir? t|');
  const [template = 'tmp.XXXXXXXXXX', extra] = options.operands;
  if (extra !== undefined)
    throw new UtilityError("too many templates\nTry 'mktemp --help' for more information.");
  const inTemporary = options.operands.length === 0 || options.has('t') || options.has('p');
  const folder = options.value('p') || call.environment['TMPDIR'] || '/tmp';
  const [, start = '', marks, end = ''] = /^(.*?)(X{3,})([^X/]*)$/s.exec(template) ?? [];
  if (marks === undefined) throw new UtilityError(`too few X's in template '${template}'`);
  for (;;) {
    const letters = [...marks].map(() =>
      LETTERS.charAt(Math.floor(Math.random() * LETTERS.length)),
    );
    const name = `${start}${letters.join('')}${end}${options.value('suffix') ?? ''}`;
    const path = inTemporary ? `${folder}/${name}` : name;
    if (await call.files.stat(path)) continue;
    if (!options.has('u'))
      await (options.has('d') ? call.files.makeFolder(path) : call.files.write(path, ''));
    await call.stdout(`${path}\n`);
    return 0;
  }
}
