import type { SuiteReader } from './SuiteReader.ts';

/** Who has which role of the timelock by the events alone. Roles without members keep an empty list. */
export async function membersByLog(reader: SuiteReader): Promise<Map<string, string[]>> {
  const members = new Map<string, string[]>();
  for (const { name, args } of await reader.events('timelock')) {
    if (name !== 'RoleGranted' && name !== 'RoleRevoked') continue;
    const [role, account] = args as unknown as [string, string];
    const others = (members.get(role) ?? []).filter((member) => member !== account);
    members.set(role, name === 'RoleGranted' ? [...others, account] : others);
  }
  return members;
}
