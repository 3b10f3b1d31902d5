/** Parses group mods and selections of groups. Mirrors `parse_ofp_group_mod_str()`. */

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

/** A parsed request, and the flow formats that can express it. */
export interface ParsedGroup {
  readonly mod: GroupMod;
  readonly protocols: Protocols;
}

/** The settings that a request can contain besides the group number, by command. */
interface Allowed {
  readonly type: boolean;
  readonly buckets: boolean;
  /** The presence of the number of a bucket: never, optional, or required. */
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

/** The maximum size of the name of a selection method. */
const MAX_METHOD = 15;

const BUCKET_KEY = 'bucket=';

/**
 * Parses a request such as `group_id=1,type=all,bucket=output:1`. An empty text deletes all groups.
 *
 * @throws OpenFlowTextError with the message of the reference
 */
export function parseGroupMod(text: string, command: GroupCommand, log: TextLog): ParsedGroup {
  return new GroupReader(command, log).read(text);
}

/** Parses one request. */
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

  /** Checks that a request without a type has no settings that need one. */
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
      // The reference quotes the rest of the text.
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
    // Like the reference, this discards the formats of everything before.
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

/** Parses a number up to `max`, or a reserved one. */
function readNumber(text: string, what: string, max: number, ...others: number[]): number {
  const number = Number(parseWide(text, 32));
  if (number > max && !others.includes(number)) {
    throw new OpenFlowTextError(`invalid ${what} ${number}`);
  }
  return number;
}
