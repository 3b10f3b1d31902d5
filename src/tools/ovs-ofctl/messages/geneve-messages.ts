/** Prints messages about the mapping of Geneve options. Mirrors `print_geneve_table()` and its callers. */

import type { TextLog } from '../../../openflow/values/text-log.js';
import type { ByteReader } from '../../../openflow/wire/byte-reader.js';
import { type BodyPrinters, type PrintedMessage, readerOf, rejectMessage } from './body.js';

const MAX_OPTION = 124;
const MAX_FIELDS = 64;

interface GeneveMap {
  readonly length: number;
  readonly row: string;
}

function takeGeneveMaps(reader: ByteReader, maxFields: number, log: TextLog): GeneveMap[] {
  const maps: GeneveMap[] = [];
  while (reader.left > 0) {
    const class_ = reader.uint(2).toString(16);
    const type = reader.uint(1).toString(16);
    const length = reader.uint(1);
    const index = reader.uint(2);
    reader.skip(2);
    if (length % 4 !== 0 || length > MAX_OPTION) {
      const why = `geneve table option length (${length}) is not a valid option size`;
      rejectMessage(log, why, 'NXGTMFC_BAD_OPT_LEN');
    }
    if (index >= maxFields) {
      const why = `geneve table field index (${index}) is too large (max ${maxFields - 1})`;
      rejectMessage(log, why, 'NXGTMFC_BAD_FIELD_IDX');
    }
    maps.push({ length, row: `\n 0x${class_}\t0x${type}\t${length}\ttun_metadata${index}` });
  }
  return maps;
}

const formatGeneveMaps = (maps: readonly GeneveMap[]): string =>
  ` mapping table:\n class\ttype\tlength\tmatch field\n -----\t----\t------\t-----------${maps.map(({ row }) => row).join('')}`;

const GENEVE_COMMANDS = ['ADD', 'DEL', 'CLEAR'];

function* printGeneveMod(message: PrintedMessage): Iterable<string> {
  const { log } = message;
  const reader = readerOf(message);
  const number = reader.uint(2);
  reader.skip(6);
  const command = GENEVE_COMMANDS[number];
  if (command === undefined) {
    const why = `geneve table mod command (${number}) is out of range`;
    rejectMessage(log, why, 'NXGTMFC_BAD_COMMAND');
  }
  const maps = takeGeneveMaps(reader, MAX_FIELDS, log);
  yield `\n ${command}${command === 'CLEAR' ? '' : formatGeneveMaps(maps)}`;
}

function* printGeneveTable(message: PrintedMessage): Iterable<string> {
  const reader = readerOf(message);
  const [space, fields] = [reader.uint(4), reader.uint(2)];
  reader.skip(10);
  const maps = takeGeneveMaps(reader, fields, message.log);
  const used = maps.reduce((sum, { length }) => sum + length, 0);
  yield `\n max option space=${space} max fields=${fields}\n`;
  yield ` allocated option space=${used}\n\n${formatGeneveMaps(maps)}`;
}

export const GENEVE_MESSAGES = {
  NXT_GENEVE_TABLE_MOD: printGeneveMod,
  NXT_GENEVE_TABLE_REQUEST: () => [],
  NXT_GENEVE_TABLE_REPLY: printGeneveTable,
} satisfies BodyPrinters;
