/** Tests the command lines of the database programs: options and transactions. */
import { describe, it } from 'vitest';
import { checkTranscript } from './transcript.js';

describe('command-line', () => {
  it('runs commands atomically', () => {
    checkTranscript(String.raw`
      $ ovn-nbctl lswitch-add a -- lswitch-add b -- nosuch
      ! ovn-nbctl: unknown command 'nosuch'; use --help for help
      = 1
      $ ovn-nbctl lswitch-add a -- lport-add a p -- lport-add a p
      ! ovn-nbctl: transaction error: {"details":"Transaction causes multiple rows in \"Logical_Port\" table to have identical values (p) for index on column \"name\".  First row, with UUID <1>, was inserted by this transaction.  Second row, with UUID <2>, was inserted by this transaction.","error":"constraint violation"}
      = 1
      $ ovn-nbctl lswitch-add a -- wait-until Logical_Port nosuch
      ! ovn-nbctl: the condition does not hold, and waiting would not change that (see --timeout)
      = 1
      $ ovn-nbctl --dry-run lswitch-add a -- lswitch-list
      <3> (a)
      $ ovn-nbctl lswitch-list
    `);
  });

  it('checks values even in a dry run', () => {
    checkTranscript(String.raw`
      $ ovn-nbctl lswitch-add a -- lport-add a p
      $ ovn-nbctl --dry-run lport-add a q p 0
      ! ovn-nbctl: transaction error: {"details":"0 is not in the valid range 1 to 4095 (inclusive)","error":"constraint violation"}
      = 1
      $ ovn-nbctl --dry-run -- set Logical_Port p name=q -- --columns=name list Logical_Port q
      name                : q
      $ ovn-nbctl --dry-run create ACL priority=1
      ! 2015-11-04T12:00:00Z|00002|db_ctl_base|WARN|applying "create" command to table ACL without --id option will have no effect
      ! ovn-nbctl: transaction error: {"details":"\"\" is not one of the allowed values ([from-lport, to-lport])","error":"constraint violation"}
      = 1
      $ ovn-nbctl lport-list a
      <1> (p)
    `);
  });

  it('passes options to their commands', () => {
    checkTranscript(`
      $ ovn-nbctl lswitch-add a
      $ ovn-nbctl --log acl-add a to-lport 1 ip drop -- acl-add a to-lport 2 ip drop -- acl-list a
        to-lport     2 (ip) drop
        to-lport     1 (ip) drop log
      $ ovn-nbctl acl-add a to-lport 3 ip drop -- --log acl-add a to-lport 4 ip drop -- acl-list a
        to-lport     4 (ip) drop log
        to-lport     3 (ip) drop
        to-lport     2 (ip) drop
        to-lport     1 (ip) drop log
      $ ovn-nbctl --log -- --log acl-add a to-lport 1 ip drop
      ! ovn-nbctl: '--log' option specified multiple times
      = 1
      $ ovn-nbctl --log -- -- show
      ! ovn-nbctl: missing command name (use --help for help)
      = 1
      $ ovn-nbctl --log show
      ! ovn-nbctl: 'show' command has no '--log' option
      = 1
      $ ovn-nbctl -- --log=1 acl-add a to-lport 1 ip drop
      ! ovn-nbctl: '--log' option on 'acl-add' does not accept an argument
      = 1
      $ ovn-nbctl -- --id create Logical_Switch name=n
      ! ovn-nbctl: missing argument to '--id' option on 'create' command
      = 1
      $ ovn-nbctl -- --lo acl-add a to-lport 1 ip drop
      ! ovn-nbctl: 'acl-add' command has no '--lo' option
      = 1
      $ ovn-nbctl --lo acl-add a to-lport 5 ip drop -- acl-list a
      ! ovn-nbctl: option '--lo' is ambiguous; possibilities: '--log-file' '--log'
      = 1
      $ ovn-nbctl -- --log
      ! ovn-nbctl: missing command name (use --help for help)
      = 1
      $ ovn-nbctl -- -- lswitch-list --
      <1> (a)
      $ ovn-nbctl lswitch-list --oneline
      ! ovn-nbctl: 'lswitch-list' command takes at most 0 arguments (note that options must precede command names and follow a "--" argument)
      = 1
      $ ovn-nbctl lswitch-list extra
      ! ovn-nbctl: 'lswitch-list' command takes at most 0 arguments
      = 1
    `);
  });

  it('accepts global options before the first command', () => {
    checkTranscript(`
      $ ovn-nbctl lswitch-add a
      $ ovn-nbctl -t5 --no-syslog -vany:console:off lport-del nosuch
      $ ovn-nbctl -vnosuch lport-del nosuch
      ! ovn-nbctl: processing "nosuch": no destination, level, or module "nosuch"
      = 1
      $ ovn-nbctl --timeout=xyz lport-list nosuch
      ! 2015-11-04T12:00:00Z|00001|nbctl|WARN|lswitch not found for name: 'nosuch'
      $ ovn-nbctl -t -5 show
      ! ovn-nbctl: value -5 on -t or --timeout is invalid
      = 1
      $ ovn-nbctl --bar --col=name list Logical_Switch
      a
      $ ovn-nbctl --ver
      ! ovn-nbctl: option '--ver' is ambiguous; possibilities: '--version' '--verbose'
      = 1
      $ ovn-nbctl --version
      ovn-nbctl (Open vSwitch) 2.4.90
      Compiled to run inside ovn-sandbox-ts
      DB Schema 2.0.0
      $ ovs-vsctl -V
      ovs-vsctl (Open vSwitch) 2.4.90
      Compiled to run inside ovn-sandbox-ts
      DB Schema 7.12.1
      $ ovn-nbctl --help=me
      ! ovn-nbctl: option '--help' doesn't allow an argument
      = 1
      $ ovn-nbctl --db
      ! ovn-nbctl: option '--db' requires an argument
      = 1
    `);
  });

  it('connects to the only server', () => {
    checkTranscript(`
      $ ovn-nbctl --db=unix:/sandbox/db.sock lswitch-list
      $ ovn-nbctl --db=unix:db.sock lswitch-list
      $ ovn-nbctl --db=unix:/nonexistent lswitch-list
      ! ovn-nbctl: unix:/nonexistent: database connection failed (No such file or directory)
      = 1
      $ ovn-sbctl --db=tcp:1.2.3.4:6640 show
      ! ovn-sbctl: tcp:1.2.3.4:6640: database connection failed (Connection refused)
      = 1
      $ ovs-vsctl --db=foo show
      ! ovs-vsctl: foo: database connection failed (Address family not supported by protocol)
      = 1
      $ ovn-nbctl --db=unix:/nonexistent list Nosuch
      ! ovn-nbctl: unknown table "Nosuch"
      = 1
      $ ovs-vsctl --db=unix:foo --retry --timeout=1 -- init
      ! 2015-11-04T12:00:00Z|00002|fatal_signal|WARN|terminating with signal 14 (signal 14)
      = 142
      $ ovs-vsctl --db=punix:foo --timeout=1 -- init
      ! 2015-11-04T12:00:00Z|00002|fatal_signal|WARN|terminating with signal 14 (signal 14)
      = 142
      $ ovn-nbctl --db=ptcp: -t1 show
      ! 2015-11-04T12:00:00Z|00001|fatal_signal|WARN|terminating with signal 14 (signal 14)
      = 142
      $ ovs-vsctl --retry --db=unix:foo show
      ! ovs-vsctl: no database server will ever answer at unix:foo (see --timeout)
      = 1
      $ ovn-sbctl --db=ptcp:6640 show
      ! ovn-sbctl: no database server will ever connect to ptcp:6640 (see --timeout)
      = 1
      $ ovs-vsctl --retry list-br
      br-int
      $ ovs-vsctl --db=pssl:foo --timeout=1 -- init
      ! ovs-vsctl: pssl:foo: database connection failed (Address family not supported by protocol)
      = 1
    `);
  });

  it('ends instead of waiting for something that cannot happen', () => {
    checkTranscript(`
      $ ovn-nbctl lswitch-add a -- lport-add a p
      $ ovn-nbctl wait-until Logical_Port p
      $ ovn-nbctl wait-until Logical_Port p enabled=[] options:x{=}[]
      $ ovn-nbctl wait-until Logical_Port p enabled=true
      ! ovn-nbctl: the condition does not hold, and waiting would not change that (see --timeout)
      = 1
      $ ovn-nbctl --timeout=1 wait-until Logical_Port p enabled=true
      ! 2015-11-04T12:00:00Z|00001|fatal_signal|WARN|terminating with signal 14 (signal 14)
      = 142
      $ ovn-nbctl --timeout=1 -- set Logical_Port p type=x -- wait-until Logical_Port q
      ! 2015-11-04T12:00:00Z|00002|fatal_signal|WARN|terminating with signal 14 (signal 14)
      = 142
      $ ovn-nbctl lport-get-type p

    `);
  });

  it('lists its commands in machine-readable form', () => {
    checkTranscript(`
      $ ovn-nbctl --commands
      ,show,?LSWITCH
      ,lswitch-add,?LSWITCH
      ,lswitch-del,!LSWITCH
      ,lswitch-list,
      [--log] ,acl-add,!LSWITCH !DIRECTION !PRIORITY !MATCH !ACTION
      ,acl-del,!LSWITCH ?DIRECTION ?PRIORITY ?MATCH
      ,acl-list,!LSWITCH
      ,lport-add,!LSWITCH !NEW-LPORT ?LPORT ?TAG
      ,lport-del,!LPORT
      ,lport-list,!LSWITCH
      ,lport-get-parent,!LPORT
      ,lport-get-tag,!LPORT
      ,lport-set-addresses,!LPORT *ADDRESS
      ,lport-get-addresses,!LPORT
      ,lport-set-port-security,!LPORT *ADDRS
      ,lport-get-port-security,!LPORT
      ,lport-get-up,!LPORT
      ,lport-set-enabled,!LPORT !STATE
      ,lport-get-enabled,!LPORT
      ,lport-set-type,!LPORT !TYPE
      ,lport-get-type,!LPORT
      ,lport-set-options,!LPORT *KEY=VALUE
      ,lport-get-options,!LPORT
      [--if-exists] [--columns=] ,list,!TABLE *RECORD
      [--columns=] ,find,!TABLE *COLUMN?:KEY=VALUE
      [--if-exists] [--id=] ,get,!TABLE !RECORD *COLUMN?:KEY
      [--if-exists] ,set,!TABLE !RECORD +COLUMN?:KEY=VALUE
      [--if-exists] ,add,!TABLE !RECORD !COLUMN +?KEY=VALUE
      [--if-exists] ,remove,!TABLE !RECORD !COLUMN +KEY|VALUE|KEY=VALUE
      [--if-exists] ,clear,!TABLE !RECORD +COLUMN
      [--id=] ,create,!TABLE +COLUMN?:KEY=VALUE
      [--if-exists] [--all] ,destroy,!TABLE *RECORD
      ,wait-until,!TABLE !RECORD *COLUMN?:KEY=VALUE
      ,comment,*ARG
      $ ovn-nbctl --options
      --db=ARG
      --no-syslog
      --dry-run
      --oneline
      --timeout=ARG
      -t ARG
      --help
      -h
      --commands
      --options
      --version
      -V
      --verbose=ARG
      -v ARG
      --log-file=ARG
      --syslog-method=ARG
      --syslog-target=ARG
      --private-key=ARG
      -p ARG
      --certificate=ARG
      -c ARG
      --ca-cert=ARG
      -C ARG
      --format=ARG
      -f ARG
      --data=ARG
      -d ARG
      --no-headings
      --pretty
      --bare
    `);
  });
});
