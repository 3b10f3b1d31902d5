/** Tests the commands that only `ovn-nbctl` has. */
import { describe, it } from 'vitest';
import { checkTranscript } from './transcript.js';

describe('ovn-nbctl', () => {
  it('adds, lists and deletes switches', () => {
    checkTranscript(`
      $ ovn-nbctl lswitch-add b -- lswitch-add a -- lswitch-add
      $ ovn-nbctl lswitch-list
      <1> ()
      <2> (a)
      <3> (b)
      $ ovn-nbctl lswitch-add a
      $ ovn-nbctl show a
      ! 2015-11-04T12:00:00Z|00001|nbctl|WARN|There is more than one logical switch named 'a'. Use a UUID.
      $ ovn-nbctl lswitch-del nosuch
      ! 2015-11-04T12:00:00Z|00002|nbctl|WARN|lswitch not found for name: 'nosuch'
      $ ovn-nbctl lswitch-del 00000000-0000-0000-0000-000000000001
      ! 2015-11-04T12:00:00Z|00002|nbctl|WARN|lswitch not found for UUID: '00000000-0000-0000-0000-000000000001'
      $ ovn-nbctl lswitch-del b
      $ ovn-nbctl lswitch-list
      <1> ()
      <2> (a)
      <4> (a)
    `);
  });

  it('shows ports in the order of their creation', () => {
    checkTranscript(`
      $ ovn-nbctl lswitch-add sw -- lport-add sw p1 -- lport-add sw p2 -- lport-add sw p3 p1 7
      $ ovn-nbctl lport-set-addresses p2 unknown "00:00:00:00:00:01 1.2.3.4"
      $ ovn-nbctl show
          lswitch <1> (sw)
              lport p1
              lport p2
                  addresses: 00:00:00:00:00:01 1.2.3.4 unknown
              lport p3
                  parent: p1
                  tag: 7
    `);
  });

  it('replaces a port within one transaction, and shows provisional UUIDs until it ends', () => {
    checkTranscript(`
      $ ovn-nbctl lswitch-add sw -- lport-add sw a -- lport-add sw b -- lport-list sw
      <1> (a)
      <2> (b)
      $ ovn-nbctl lport-del a -- lport-add sw a -- lport-list sw
      <3> (a)
      <4> (b)
      $ ovn-nbctl lport-del a -- lport-del a
      ! 2015-11-04T12:00:00Z|00001|nbctl|WARN|lport not found for name: 'a'
      $ ovn-nbctl lport-list sw
      <4> (b)
    `);
  });

  it('prints ACLs immediately, even with --oneline', () => {
    checkTranscript(String.raw`
      $ ovn-nbctl lswitch-add sw
      $ ovn-nbctl --oneline --log acl-add sw t 1 "ip4 && tcp" drop -- acl-add sw from-lport 32767 1 allow -- acl-list sw
      from-lport 32767 (1) allow
        to-lport     1 (ip4 && tcp) drop log



      $ ovn-nbctl --oneline acl-list sw
      from-lport 32767 (1) allow
        to-lport     1 (ip4 && tcp) drop log

      $ ovn-nbctl --oneline lswitch-list -- get Logical_Switch sw name name
      <1> (sw)
      sw\nsw
      $ ovn-nbctl acl-del sw to-lport 1x "ip4 && tcp"
      $ ovn-nbctl acl-list sw
      from-lport 32767 (1) allow
    `);
  });

  it('sets the properties of a port', () => {
    checkTranscript(`
      $ ovn-nbctl lswitch-add sw -- lport-add sw p
      $ ovn-nbctl lport-set-enabled p DISABLED -- lport-get-enabled p -- lport-get-up p
      disabled
      down
      $ ovn-nbctl lport-set-options p b=2 c=x=y d a= -- lport-get-options p
      a=
      b=2
      c=x=y
      $ ovn-nbctl lport-set-port-security p b a -- lport-get-port-security p
      a
      b
      $ ovn-nbctl lport-set-type p vtep -- lport-get-type p
      vtep
      $ ovn-nbctl lport-set-enabled p on
      ! 2015-11-04T12:00:00Z|00002|nbctl|ERR|Invalid state 'on' provided to lport-set-enabled
      $ ovn-nbctl lport-set-port-security
      ! ovn-nbctl: 'lport-set-port-security' command requires at least 1 arguments
      = 1
    `);
  });
});
