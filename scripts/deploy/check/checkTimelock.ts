import { ZeroAddress } from 'ethers';
import type { Findings } from './Findings.ts';
import type { Suite } from './Suite.ts';
import { checkSetting } from './checkSetting.ts';
import { membersByLog } from './membersByLog.ts';
import type { Place } from './types.ts';

export const ROLES = ['DEFAULT_ADMIN_ROLE', 'PROPOSER_ROLE', 'CANCELLER_ROLE', 'EXECUTOR_ROLE'] as const;

/** The timelock's delay, and the members of its roles by its lists, by `hasRole` and by its log. */
export async function checkTimelock(suite: Suite, findings: Findings): Promise<void> {
  const { reader, config } = suite;
  await checkSetting(suite, findings, {
    code: 'delay',
    part: 'timelock',
    field: 'minimum delay',
    found: await reader.read('timelock', 'getMinDelay'),
    expected: config.governance.delay,
    event: 'MinDelayChange',
    valueOf: (args) => args['newDuration'] as bigint,
  });
  const timelock = reader.of('timelock').address;
  const multisig = reader.of('multisig').address;
  const members = {
    DEFAULT_ADMIN_ROLE: timelock,
    PROPOSER_ROLE: multisig,
    CANCELLER_ROLE: multisig,
    EXECUTOR_ROLE: ZeroAddress,
  };
  const admin = await reader.read('timelock', 'DEFAULT_ADMIN_ROLE');
  const logged = await membersByLog(reader);
  for (const name of ROLES) {
    const role = String(await reader.read('timelock', name));
    await checkRole(suite, findings, name, role, members[name], logged.get(role) ?? []);
    const found = await reader.read('timelock', 'getRoleAdmin', role);
    findings.expect(place(`admin of ${name}`), found, admin);
    logged.delete(role);
  }
  findings.expect(place('further roles in the log'), [...logged.keys()], []);
}

async function checkRole(
  { reader }: Suite,
  findings: Findings,
  name: string,
  role: string,
  member: string,
  logged: readonly string[],
): Promise<void> {
  const listed = await reader.read('timelock', 'getRoleMembers', role);
  findings.expect(place(`members of ${name}`), listed, [member]);
  findings.expect(place(`members of ${name} by the log`), logged, [member]);
  findings.expect(place(`${name} of ${member}`), await reader.read('timelock', 'hasRole', role, member), true);
}

function place(field: string): Place {
  return { code: 'role', part: 'timelock', field };
}
