import type { Member, Test, Where } from '@/filter/ast';

/**
 * Who is left out by a filter that only leaves out, as conditions of their own: `{"tags": {"$nin": ["a"]}, "plan": {"$ne": "free"}}` is
 * everybody but those of either. Any of them holds of exactly the contacts the filter does not select. Null for a filter that also selects.
 */
export function complement(where: Where): Where[] | null {
  const arms: Where[] = [];
  for (const member of where.members) {
    const out = leftOut(member);
    if (!out) return null;
    arms.push(...out);
  }
  return arms.length ? arms : null;
}

function leftOut(member: Member): Where[] | null {
  if (member.kind === 'nor') return member.arms;
  if (member.kind === 'and') {
    const arms = member.arms.map(complement);
    return arms.every((arm) => arm !== null) ? arms.flat() : null;
  }
  if (member.kind !== 'field') return null;
  const positive = member.tests.map(refused);
  if (!positive.every((tests) => tests !== null)) return null;
  return positive.map((tests) => ({ members: [{ ...member, bare: false, tests }] }));
}

/** What a negative test refuses. */
function refused(test: Test): Test[] | null {
  if (test.op === 'ne') return [{ op: 'eq', operand: test.operand }];
  if (test.op === 'nin') return [{ op: 'in', operands: test.operands }];
  if (test.op === 'not') return test.tests;
  return test.op === 'exists' && !test.value ? [{ op: 'exists', value: true, raw: true }] : null;
}
