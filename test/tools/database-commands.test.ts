/** Tests the generic commands of the database programs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RELEASE_2015 } from '../../src/releases/2015/release.js';
import { newContext } from './harness.js';
import { checkTranscript } from './transcript.js';

describe('database-commands', () => {
  it('never cause an internal error, whatever the strings', () => {
    const bytes = fc.string({ unit: 'binary' });
    const call = fc.oneof(
      bytes.map((text) => ['ovs-vsctl', 'set-manager', text]),
      bytes.map((text) => ['ovs-vsctl', 'br-set-external-id', 'br-int', 'key', text]),
      bytes.map((text) => ['ovn-nbctl', 'lswitch-add', text]),
      bytes.map((text) => ['ovn-nbctl', 'create', 'Logical_Router', `name=${text}`]),
      bytes.map((text) => ['ovn-nbctl', 'find', 'Logical_Router', text]),
      bytes.map((text) => ['ovn-sbctl', 'chassis-add', text, 'geneve', '10.0.0.1']),
      fc.array(bytes).map((words) => ['ovn-nbctl', ...words]),
    );
    fc.assert(
      fc.property(call, ([program, ...args]) => {
        const tool = RELEASE_2015.tools.find(({ name }) => name === program);
        expect(tool?.run(args, newContext()).exitCode).toBeLessThan(2);
      }),
      { examples: [[['ovs-vsctl', 'set-manager', 'a\0b']]] },
    );
  });

  it('report a name as ambiguous if an old and a new row have it', () => {
    checkTranscript(`
      $ ovn-nbctl lswitch-add s -- lport-add s p
      $ ovn-nbctl lport-add s p -- set Logical_Port p type=localnet
      ! ovn-nbctl: multiple rows in Logical_Port match "p"
      = 1
      $ ovn-nbctl lswitch-add s -- set Logical_Switch s external_ids:a=b
      ! ovn-nbctl: multiple rows in Logical_Switch match "s"
      = 1
      $ ovs-vsctl -- --id=@p create Port name=br-int -- get Port br-int tag
      ! ovs-vsctl: multiple rows in Port match "br-int"
      = 1
    `);
  });

  it('find tables and columns by abbreviated names, ignoring case', () => {
    checkTranscript(`
      $ ovn-nbctl lswitch-add a -- lport-add a p
      $ ovn-nbctl get LOGICAL-P p PORT-SEC par -uuid
      []
      []
      <1>
      $ ovn-nbctl get Logical p name
      ! ovn-nbctl: multiple table names match "Logical"
      = 1
      $ ovn-nbctl get Nosuch p name
      ! ovn-nbctl: unknown table "Nosuch"
      = 1
      $ ovn-nbctl get Logical_Port p p
      ! ovn-nbctl: Logical_Port contains more than one column whose name matches "p"
      = 1
      $ ovn-nbctl get Logical_Port p nosuch
      ! ovn-nbctl: Logical_Port does not contain a column whose name matches "nosuch"
      = 1
      $ ovn-nbctl get Logical_Port nosuch name
      ! ovn-nbctl: no row "nosuch" in table Logical_Port
      = 1
      $ ovn-nbctl get Logical_Port p :x
      ! ovn-nbctl: :x: missing column name
      = 1
      $ ovn-nbctl get Logical_Port p name=1
      ! ovn-nbctl: name=1: trailing garbage "=1" in argument
      = 1
      $ ovn-nbctl get Logical_Port p options:foo:x
      ! ovn-nbctl: options:foo:x: trailing garbage ":x" in argument
      = 1
      $ ovn-nbctl get Logical_Port p name:foo
      ! ovn-nbctl: cannot specify key to get for non-map column name
      = 1
      $ ovn-nbctl get Logical_Port p options:foo
      ! ovn-nbctl: no key "foo" in Logical_Port record "p" column options
      = 1
      $ ovn-nbctl --if-exists get Logical_Port p options:foo name

      p
      $ ovn-nbctl --if-exists get Logical_Port nosuch name
      $ ovn-nbctl --if-exists --id=@x get Logical_Port p
      ! ovn-nbctl: --if-exists and --id may not be specified together
      = 1
    `);
  });

  it('set columns, and keys of maps', () => {
    checkTranscript(`
      $ ovn-nbctl lswitch-add a -- lport-add a p
      $ ovn-nbctl set Logical_Port p options:a="b c" options:d=e options:a=f tag=7
      $ ovn-nbctl get Logical_Port p options tag
      {a=f, d=e}
      7
      $ ovn-nbctl set Logical_Port p name:x=1
      ! ovn-nbctl: cannot specify key to set for non-map column name
      = 1
      $ ovn-nbctl set Logical_Port p options:=1
      ! ovn-nbctl: An empty string is not valid as input; use "" to represent the empty string
      = 1
      $ ovn-nbctl set Logical_Port p =1
      ! ovn-nbctl: =1: missing column name
      = 1
      $ ovn-nbctl set Logical_Port p tag=
      ! ovn-nbctl: tag=: argument does not end in "=" followed by a value.
      = 1
      $ ovn-nbctl set Logical_Port p tag=4096
      ! ovn-nbctl: constraint violation: 4096 is not in the valid range 1 to 4095 (inclusive)
      = 1
      $ ovn-nbctl set Logical_Port p tag=1,2
      ! ovn-nbctl: 1,2: 2 value(s) specified but the maximum number is 1
      = 1
      $ ovn-nbctl --if-exists set Logical_Port q tag=1
      $ ovs-vsctl set Bridge br-int name=x
      ! ovs-vsctl: cannot modify read-only column name in table Bridge
      = 1
    `);
  });

  it('add to columns and remove from them', () => {
    checkTranscript(`
      $ ovn-nbctl lswitch-add a -- lport-add a p
      $ ovn-nbctl add Logical_Port p options a=1 b=2 -- add Logical_Port p options a=3 -- get Logical_Port p options
      {a="1", b="2"}
      $ ovn-nbctl remove Logical_Port p options a=3 b -- get Logical_Port p options
      {a="1"}
      $ ovn-nbctl add Logical_Port p tag 1 -- get Logical_Port p tag
      1
      $ ovn-nbctl add Logical_Port p tag 2
      ! ovn-nbctl: "add" operation would put 2 values in column tag of table Logical_Port but the maximum number is 1
      = 1
      $ ovn-nbctl remove Logical_Port p name p
      ! ovn-nbctl: "remove" operation would put 0 values in column name of table Logical_Port but the minimum number is 1
      = 1
      $ ovn-nbctl add Logical_Port p enabled maybe
      ! ovn-nbctl: "maybe" is not a valid boolean (use "true" or "false")
      = 1
      $ ovn-nbctl remove Logical_Port p options =
      ! ovn-nbctl: =: unexpected "=" parsing set of 1 or more strings
      = 1
      $ ovn-nbctl add Logical_Port p addresses a b "c,d" -- remove Logical_Port p addresses a d -- get Logical_Port p addresses
      [b, c]
      $ ovn-nbctl clear Logical_Port p addresses tag options -- get Logical_Port p addresses tag options
      []
      []
      {}
      $ ovn-nbctl clear Logical_Port p name
      ! ovn-nbctl: "clear" operation cannot be applied to column name of table Logical_Port, which is not allowed to be empty
      = 1
      $ ovn-nbctl clear Logical_Port p _uuid
      ! ovn-nbctl: Logical_Port does not contain a column whose name matches "_uuid"
      = 1
    `);
  });

  it('find records that meet conditions', () => {
    checkTranscript(`
      $ ovn-nbctl lswitch-add a -- lport-add a p -- lport-add a q p 5 -- lport-add a r
      $ ovn-nbctl set Logical_Port r options=x=1,y=2 addresses=a,b,c
      $ ovn-nbctl --bare --columns=name find Logical_Port tag=5
      q
      $ ovn-nbctl --bare --columns=name find Logical_Port "tag!=5" "name<r"
      p
      $ ovn-nbctl --bare --columns=name find Logical_Port options:x=1
      r
      $ ovn-nbctl --bare --columns=name find Logical_Port "options:x!=1"
      $ ovn-nbctl --bare --columns=name find Logical_Port "options:x{!=}1"
      p

      q
      $ ovn-nbctl --bare --columns=name find Logical_Port "addresses{>=}a,b"
      r
      $ ovn-nbctl --bare --columns=name find Logical_Port "addresses{<=}a,b"
      p

      q
      $ ovn-nbctl --bare --columns=name find Logical_Port "addresses{>}a,b,c"
      $ ovn-nbctl find Logical_Port name:x=1
      ! ovn-nbctl: cannot specify key to check for non-map column name
      = 1
      $ ovn-nbctl find Logical_Port tag
      ! ovn-nbctl: tag: argument does not end in "=", "!=", "<", ">", "<=", ">=", "{=}", "{!=}", "{<}", "{>}", "{<=}", or "{>=}" followed by a value.
      = 1
      $ ovn-nbctl find Logical_Port tag=x
      ! ovn-nbctl: "x" is not a valid integer
      = 1
      $ ovn-nbctl find Logical_Router name=x tag
      ! ovn-nbctl: Logical_Router does not contain a column whose name matches "tag"
      = 1
      $ ovn-nbctl find Logical_Router name:x=1
      $ ovn-nbctl --columns= find Logical_Port
      ! ovn-nbctl: must specify at least one column name
      = 1
    `);
  });

  it('list records in several formats at once', () => {
    checkTranscript(`
      $ ovn-nbctl lswitch-add a -- lport-add a p
      $ ovn-nbctl -f table -- --columns="name, TYPE" list Logical_Port -- --columns=name list Logical_Switch
      name type
      ---- ----
      p    ""

      name
      ----
      a
      $ ovn-nbctl -f csv -- --columns=name,_UUID list Logical_Port p -- lswitch-list -- --columns=match list ACL
      name,_uuid
      p,<1>
      <2> (a)

      match
      $ ovn-nbctl -f list -- --columns=name list Logical_Port -- --columns=name list Logical_Switch a
      name                : p

      name                : a
      $ ovn-nbctl -f json -- --columns=name,tag,options list Logical_Port
      {"data":[["p",["set",[]],["map",[]]]],"headings":["name","tag","options"]}
      $ ovn-nbctl -f html -- --columns=match list ACL
      <table border=1>
        <tr>
          <th>match</th>
        </tr>
      </table>
    `);
  });

  it('create rows and name them', () => {
    checkTranscript(String.raw`
      $ ovn-nbctl -- --id=@p create Logical_Port name=p -- create Logical_Switch name=a ports=@p
      <1>
      <2>
      $ ovn-nbctl -- set Logical_Switch a ports=@p,@q -- --id=@q create Logical_Port name=q -- --id=@p get Logical_Port p
      ! ovn-nbctl: row id "@p" specified on "get" command was used before it was defined
      = 1
      $ ovn-nbctl -- --id=@q create Logical_Port name=q -- --id=@p get Logical_Port p -- set Logical_Switch a ports=@p,@q
      <3>
      $ ovn-nbctl show
          lswitch <2> (a)
              lport p
              lport q
      $ ovn-nbctl -- --id=q create Logical_Port name=q
      ! ovn-nbctl: row id "q" does not begin with "@"
      = 1
      $ ovn-nbctl -- --id=@q create Logical_Port name=q2 -- --id=@q create Logical_Port name=q3
      ! ovn-nbctl: row id "@q" may only be specified on one --id option
      = 1
      $ ovn-nbctl -- --id=@q create Logical_Port name=q2
      <4>
      ! 2015-11-04T12:00:00Z|00002|nbctl|WARN|row id "@q" was created but no reference to it was inserted, so it will not actually appear in the database
      $ ovn-nbctl create Logical_Port name=q2
      <5>
      ! 2015-11-04T12:00:00Z|00002|db_ctl_base|WARN|applying "create" command to table Logical_Port without --id option will have no effect
      $ ovn-nbctl create Logical_Switch acls=@nosuch
      ! ovn-nbctl: row id "@nosuch" is referenced but never created (e.g. with "-- --id=@nosuch create ...")
      = 1
      $ ovn-nbctl create Logical_Switch name=@nosuch
      <6>
      $ ovn-nbctl create ACL priority=1
      ! 2015-11-04T12:00:00Z|00002|db_ctl_base|WARN|applying "create" command to table ACL without --id option will have no effect
      ! ovn-nbctl: transaction error: {"details":"\"\" is not one of the allowed values ([from-lport, to-lport])","error":"constraint violation"}
      = 1
    `);
  });

  it('delete rows that nothing else refers to', () => {
    checkTranscript(`
      $ ovn-nbctl lswitch-add a -- lport-add a p
      $ ovn-nbctl destroy Logical_Port p -- --columns=name list Logical_Port
      $ ovn-nbctl set Logical_Port p type=x -- destroy Logical_Port p
      $ ovn-nbctl lport-get-type p

      $ ovn-nbctl destroy Logical_Port p -- get Logical_Port p name
      ! ovn-nbctl: no row "p" in table Logical_Port
      = 1
      $ ovn-nbctl --all destroy Logical_Switch a
      ! ovn-nbctl: --all and records argument should not be specified together
      = 1
      $ ovn-nbctl --all --if-exists destroy Logical_Switch
      ! ovn-nbctl: --all and --if-exists should not be specified together
      = 1
      $ ovn-nbctl destroy Logical_Switch nosuch
      ! ovn-nbctl: no row "nosuch" in table Logical_Switch
      = 1
      $ ovn-nbctl --if-exists destroy Logical_Switch nosuch a
      $ ovn-nbctl --columns=name list Logical_Port
      $ ovn-nbctl comment nothing at all
    `);
  });
});
