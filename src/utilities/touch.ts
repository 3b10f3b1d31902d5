/** `touch`: makes empty files and sets when files were modified. */
import { attempt } from './file-tree.js';
import { parseOptions } from './options.js';
import { parseDate } from './parse-date.js';
import { type UtilityCall, UtilityError } from './utility.js';

export async function touch(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'a| c|no-create d|date: f| h|no-dereference m| r|reference: t: time:',
  );
  if (options.operands.length === 0)
    throw new UtilityError("missing file operand\nTry 'touch --help' for more information.");
  const { files } = call;
  const time = await timeOf();
  let status = 0;
  for (const path of options.operands) {
    const stat = await files.stat(path, { follow: !options.has('h') });
    const done = await attempt(call, `cannot touch '${path}'`, async () => {
      if (!stat) {
        if (options.has('c')) return;
        const obstacle = await files.obstacle(path);
        if (obstacle !== undefined || path.endsWith('/'))
          throw new UtilityError(obstacle ?? 'No such file or directory');
        await files.write(path, '');
      }
      if (!stat?.isSymbolicLink) await files.changeTime(path, time);
    });
    if (!done) status = 1;
  }
  return status;

  async function timeOf(): Promise<Date> {
    const [reference, stamp, text] = [options.value('r'), options.value('t'), options.value('d')];
    const zone = call.environment['TZ'];
    if (reference !== undefined) {
      const stat = await files.stat(reference);
      if (stat) return stat.mtime;
      throw new UtilityError(
        `failed to get attributes of '${reference}': No such file or directory`,
      );
    }
    const written = stamp === undefined ? text : stampText(stamp, new Date(call.now()));
    if (stamp === undefined && text === undefined) return new Date(call.now());
    const parsed = written === undefined ? undefined : parseDate(written, call.now(), zone);
    if (!parsed) throw new UtilityError(`invalid date format '${stamp ?? text}'`);
    return new Date(parsed.time);
  }
}

/** Returns `[[CC]YY]MMDDhhmm[.ss]` in the form that `date -d` reads. */
function stampText(stamp: string, now: Date): string | undefined {
  const [, year, month, day, hour, minute, second = '00'] =
    /^(\d\d|\d{4})?(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/.exec(stamp) ?? [];
  if (month === undefined) return undefined;
  const full =
    year === undefined
      ? String(now.getUTCFullYear())
      : year.length === 4
        ? year
        : `${Number(year) < 69 ? '20' : '19'}${year}`;
  return `${full}-${month}-${day} ${hour}:${minute}:${second}`;
}
