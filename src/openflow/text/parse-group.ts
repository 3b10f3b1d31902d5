/** Reads the text of groups, and of what selects groups. */

import { lookUp } from '../../lib/dictionary.js';
import { type FieldName, fieldByName, fullMask } from '../model/fields.js';
import { BUCKET, type Bucket, GROUP, type GroupSelection, type GroupType } from '../model/group.js';
import type { GroupCommand, GroupMod } from '../model/group-mod.js';
import { PORT, PORT_MAX } from '../model/openflow-ports.js';
import { PROTOCOL, PROTOCOLS, type Protocols } from '../model/protocols.js';
import { parseExactFieldValue } from '../values/field-values.js';
import { readPort } from '../values/port-text.js';
import { keyValues, OpenFlowTextError, parseSmall, parseWide } from '../values/scanning.js';
import type { TextLog } from '../values/text-log.js';
import { parseActions } from './parse-actions.js';

/** A request that was read, and the flow formats that can carry it. */
export interface ParsedGroup {
  readonly mod: GroupMod;
  readonly protocols: Protocols;
}

/** What the text of a request may say beside the group's number, by what the request is. */
interface Allowed {
  readonly type: boolean;
  readonly buckets: boolean;
  /** Whether it names the bucket that it is about: not, if it wants, or always. */
  readonly commandBucket: 'no' | 'optional' | 'required';
}

const ALLOWED: Readonly<Record<GroupCommand, Allowed>> = {
  add: { type: true, buckets: true, commandBucket: 'no' },
  modify: { type: true, buckets: true, commandBucket: 'no' },
  delete: { type: false, buckets: false, commandBucket: 'no' },
  insert_bucket: { type: false, buckets: true, commandBucket: 'required' },
  remove_bucket: { type: false, buckets: false, commandBucket: 'optional' },
};

const TYPE_WORDS: Readonly<Record<string, GroupType>> = {
  all: 'all',
  select: 'select',
  indirect: 'indirect',
  ff: 'ff',
  fast_failover: 'ff',
};

/** One less than the bytes that a message has for the name of a selection method. */
const MAX_METHOD = 15;

const BUCKET_KEY = 'bucket=';

/**
 * Reads a request about groups, for instance `group_id=1,type=all,bucket=output:1`.
 * No text at all asks to delete every group. Throws {@link OpenFlowTextError}
 * with the reference's message.
 */
export function parseGroupMod(text: string, command: GroupCommand, log: TextLog): ParsedGroup {
  return new GroupReader(command, log).read(text);
}

/** Reads one request; it gathers what the text says. */
class GroupReader {
  readonly #command: GroupCommand;
  readonly #allowed: Allowed;
  readonly #log: TextLog;
  #protocols: Protocols = PROTOCOLS.OF11_UP;
  #id: number | undefined;
  #type: GroupType | undefined;
  #commandBucket: number | undefined;
  #method = '';
  #parameter = 0n;
  readonly #fields = new Map<FieldName, bigint>();

  constructor(command: GroupCommand, log: TextLog) {
    this.#command = command;
    this.#allowed = ALLOWED[command];
    this.#log = log;
  }

  read(text: string): ParsedGroup {
    if (this.#command === 'delete' && text === '') return this.#finish(GROUP.ALL, []);
    const [head = '', ...bucketTexts] = text.split(BUCKET_KEY);
    if (bucketTexts.length > 0 && !this.#allowed.buckets) {
      throw new OpenFlowTextError('bucket is not needed');
    }
    for (const { key, value } of keyValues(head)) this.#readItem(key, value);
    if (this.#id === undefined) throw new OpenFlowTextError('must specify a group_id');
    if (this.#allowed.type && this.#type === undefined) {
      throw new OpenFlowTextError('must specify a type');
    }
    if (this.#allowed.commandBucket === 'required' && this.#commandBucket === undefined) {
      throw new OpenFlowTextError('must specify a command bucket id');
    }
    const buckets = bucketTexts.map((bucketText) => this.#readBucket(bucketText));
    if (this.#type === 'indirect' && buckets.length > 1) {
      throw new OpenFlowTextError('Indirect groups can have at most one bucket.');
    }
    return this.#finish(this.#id, buckets);
  }

  #finish(id: number, buckets: readonly Bucket[]): ParsedGroup {
    const selection: GroupSelection = {
      method: this.#method,
      parameter: this.#parameter,
      fields: this.#fields,
    };
    return {
      mod: {
        command: this.#command,
        id,
        type: this.#type ?? 'all',
        buckets,
        ...(this.#method === '' ? {} : { selection }),
        commandBucket: this.#commandBucket ?? BUCKET.ALL,
      },
      protocols: this.#protocols,
    };
  }

  #readItem(key: string, value: string): void {
    switch (key) {
      case 'command_bucket_id':
        this.#commandBucket = this.#readCommandBucket(value);
        return;
      case 'group_id':
        this.#id =
          value === 'all' ? GROUP.ALL : readNumber(value, 'group id', GROUP.MAX, GROUP.ALL);
        return;
      case 'type':
        this.#requireType('type is not needed');
        this.#type = lookUp(TYPE_WORDS, value);
        if (this.#type === undefined) throw new OpenFlowTextError(`invalid group type ${value}`);
        return;
      case 'selection_method':
        this.#requireType('selection method is not needed');
        if (value.length > MAX_METHOD) {
          throw new OpenFlowTextError(`selection method is longer than ${MAX_METHOD} bytes long`);
        }
        this.#method = value;
        break;
      case 'selection_method_param':
        this.#requireType('selection method param is not needed');
        this.#parameter = parseWide(value, 64);
        break;
      case 'fields':
        this.#requireType('fields are not needed');
        this.#readFields(value);
        break;
      default:
        throw new OpenFlowTextError(`unknown keyword ${key}`);
    }
    this.#protocols &= PROTOCOL.OF15_OXM;
  }

  /** What goes with a type makes no sense where there is none. */
  #requireType(complaint: string): void {
    if (!this.#allowed.type) throw new OpenFlowTextError(complaint);
  }

  #readCommandBucket(value: string): number {
    const { commandBucket } = this.#allowed;
    if (commandBucket === 'no') throw new OpenFlowTextError('command bucket id is not needed');
    const words: Readonly<Record<string, number>> = {
      all: BUCKET.ALL,
      first: BUCKET.FIRST,
      last: BUCKET.LAST,
    };
    const id =
      lookUp(words, value) ??
      readNumber(value, 'command bucket id', BUCKET.MAX, ...Object.values(words));
    if (id === BUCKET.ALL && commandBucket === 'required') {
      throw new OpenFlowTextError('command_bucket_id=all is not permitted');
    }
    return id;
  }

  #readFields(text: string): void {
    for (const { key, value, end } of keyValues(text)) {
      const field = fieldByName(key);
      // The reference quotes what it has not read yet.
      const rest = text.slice(end);
      if (field === undefined) throw new OpenFlowTextError(`${rest}: unknown field ${key}`);
      if (this.#fields.has(field.name)) throw new OpenFlowTextError(`${key}: duplicate field`);
      const mask = value === '' ? fullMask(field) : parseExactFieldValue(field, value, this.#log);
      if (mask === 0n && !field.variableLength) {
        throw new OpenFlowTextError(`${rest}: values are wildcards here and must not be all-zeros`);
      }
      if (mask !== fullMask(field) && !field.maskable) {
        throw new OpenFlowTextError(`${value}: invalid mask for field ${field.name}`);
      }
      this.#fields.set(field.name, mask);
    }
  }

  #readBucket(text: string): Bucket {
    let id: number = BUCKET.ALL;
    let weight = this.#type === 'select' ? 1 : 0;
    let watchPort: number = PORT.ANY;
    let watchGroup: number = GROUP.ANY;
    const words: string[] = [];
    for (const { key, value } of keyValues(text)) {
      switch (key.toLowerCase()) {
        case 'weight':
          weight = parseSmall(value, 'weight', 16);
          break;
        case 'watch_port':
          watchPort = this.#readWatchPort(value);
          break;
        case 'watch_group':
          watchGroup = readNumber(value, 'watch_group id', GROUP.MAX);
          break;
        case 'bucket_id':
          id = readNumber(value, 'bucket_id id', BUCKET.MAX);
          break;
        case 'action':
        case 'actions':
          words.push(value);
          break;
        default:
          words.push(`${key}(${value})`);
      }
    }
    if (words.length === 0) throw new OpenFlowTextError('bucket must specify actions');
    const { actions, protocols } = parseActions(words.join(','), this.#log, false);
    // The reference forgets here what formats everything before was good for.
    this.#protocols = protocols;
    if (this.#type !== 'select' && weight !== 0) {
      throw new OpenFlowTextError('Only select groups can have bucket weights.');
    }
    return { id, weight, watchPort, watchGroup, actions };
  }

  #readWatchPort(text: string): number {
    const port = readPort(text, this.#log);
    if (port === undefined || (port >= PORT_MAX && port !== PORT.ANY)) {
      throw new OpenFlowTextError(`${text}: invalid watch_port`);
    }
    return port;
  }
}

/** A number of at most `max`, or one of those that have a meaning of their own. */
function readNumber(text: string, what: string, max: number, ...others: number[]): number {
  const number = Number(parseWide(text, 32));
  if (number > max && !others.includes(number)) {
    throw new OpenFlowTextError(`invalid ${what} ${number}`);
  }
  return number;
}
