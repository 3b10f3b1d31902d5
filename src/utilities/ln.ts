/** `ln`: makes links. */
import { relative } from 'node:path/posix';
import { destinations, refuse } from './destination.js';
import { attempt } from './file-tree.js';
import { parseOptions } from './options.js';
import { complain, type UtilityCall } from './utility.js';

export async function ln(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'b| backup? f|force i|interactive L|logical n|no-dereference P|physical r|relative s|symbolic ' +
      'S|suffix: t|target-directory: T|no-target-directory v|verbose',
  );
  refuse(options);
  const { files } = call;
  const symbolic = options.has('s');
  const kind = symbolic ? 'symbolic' : 'hard';

  async function link(target: string, path: string): Promise<boolean> {
    const stat = symbolic ? undefined : await files.stat(target);
    if (!symbolic && (!stat || stat.isDirectory)) {
      await complain(
        call,
        stat
          ? `${target}: hard link not allowed for directory`
          : `failed to access '${target}': No such file or directory`,
      );
      return false;
    }
    const old = await files.stat(path, { follow: false });
    const obstacle = old && (old.isDirectory || !options.has('f')) ? 'File exists' : undefined;
    const problem = obstacle ?? (await files.obstacle(path));
    if (problem !== undefined) {
      const what = symbolic ? `'${path}'` : old ? `'${path}'` : `'${path}' => '${target}'`;
      await complain(call, `failed to create ${kind} link ${what}: ${problem}`);
      return false;
    }
    return attempt(call, `failed to create ${kind} link '${path}'`, async () => {
      if (old) await files.remove(path);
      await (symbolic
        ? files.makeLink(await textOf(target, path), path)
        : files.makeHardLink(target, path));
      if (options.has('v')) await call.stdout(`'${path}' ${symbolic ? '->' : '=>'} '${target}'\n`);
    });
  }

  /** Returns the text of a link: with `-r`, the way from the link to its target. */
  async function textOf(target: string, path: string): Promise<string> {
    if (!options.has('r')) return target;
    const place = await files.identity(path);
    return relative(place.replace(/\/[^/]*$/, '') || '/', await files.identity(target));
  }

  let status = 0;
  for (const [target, path] of await destinations(call, options)) {
    if (!(await link(target, path))) status = 1;
  }
  return status;
}
