import { hanging } from '../report.js';
import type { Judgement } from './assumptions.js';
import type { Comparison } from './compare.js';
import type { EndpointReport } from './probe.js';

/** One endpoint in lines: the status, then what was found, each kind of finding in a line of its own. */
export function endpointLines(report: EndpointReport): string {
  const { endpoint, status, http, rows, total, error, differences, notes, fields } = report;
  const size =
    rows === null ? [] : [`${rows} ${rows === 1 ? 'record' : 'records'}${total === null ? '' : ` of ${total}`}`];
  const facts = [...(http === null ? [] : [String(http)]), ...size, ...notes];
  const line = (text: string) => hanging('      ', text);
  return [
    hanging(status.padEnd(6), endpoint),
    ...(facts.length === 0 ? [] : [line(facts.join(', '))]),
    ...(error === null ? [] : [line(error)]),
    ...differences.map(line),
    ...(fields === null ? [] : fieldLines(fields).map(line)),
  ].join('');
}

function fieldLines({ missing, added, types }: Comparison): string[] {
  const gaps = missing.map(({ field, missing: gap, of }) => (gap === of ? field : `${field} (in ${gap} of ${of})`));
  const alike = new Map<string, string[]>();
  for (const { field, expected, found } of types) {
    const difference = `${found} in place of ${expected}`;
    alike.set(difference, [...(alike.get(difference) ?? []), field]);
  }
  return [
    ...(gaps.length === 0 ? [] : [`missing: ${gaps.join(', ')}`]),
    ...(added.length === 0 ? [] : [`new: ${added.map(({ field, type }) => `${field} (${type})`).join(', ')}`]),
    ...[...alike].map(([difference, fields]) => `type: ${difference}: ${fields.join(', ')}`),
  ];
}

/** One assumption in a line, its verdict in front. */
export function judgementLine({ assumption, verdict, detail }: Judgement): string {
  const head = { held: 'held', 'did not hold': 'NOT', 'not judged': '?' }[verdict].padEnd(6);
  return hanging(head, detail === undefined ? assumption : `${assumption} (${detail})`);
}
