/** Looks up chassis and port bindings by name. */

import type { Row } from '../../../ovsdb/types.js';
import type { Call } from '../../../tools/ctl/ctl-command.js';
import { type Session, type TypedSession, typed } from '../../../tools/ctl/ctl-session.js';
import { fatal } from '../../../tools/program/exit.js';
import { OVN_SOUTHBOUND } from '../schemas/ovn-southbound.js';

type Schema = typeof OVN_SOUTHBOUND;

export type Southbound = TypedSession<Schema>;
export type SbCall = Call<Southbound>;
export type Chassis = Row<Schema, 'Chassis'>;
export type PortBinding = Row<Schema, 'Port_Binding'>;
export type LogicalFlow = Row<Schema, 'Logical_Flow'>;

export const southbound = (session: Session): Southbound => typed(session, OVN_SOUTHBOUND);

export const findChassis = (call: SbCall, name: string): Chassis | undefined =>
  call.state.findByIndex('Chassis', { name });

export const findBinding = (call: SbCall, name: string): PortBinding | undefined =>
  call.state.findByIndex('Port_Binding', { logical_port: name });

export const needChassis = (call: SbCall, name: string): Chassis =>
  findChassis(call, name) ?? fatal(`no chassis named ${name}`);

export const needBinding = (call: SbCall, name: string): PortBinding =>
  findBinding(call, name) ?? fatal(`no port named ${name}`);
