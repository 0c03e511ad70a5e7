import { nearest } from '../nearest.js';

/** ISO 3166-1 alpha-2, as officially assigned. */
const CODES =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA ' +
  'CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA ' +
  'GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP ' +
  'KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS ' +
  'MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS ' +
  'RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW ' +
  'TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW';

/** What people write besides the names that `Intl` knows. */
const ALIASES: readonly [string, string][] = [
  ['usa', 'US'],
  ['u.s.', 'US'],
  ['u.s.a.', 'US'],
  ['america', 'US'],
  ['united states of america', 'US'],
  ['uk', 'GB'],
  ['great britain', 'GB'],
  ['england', 'GB'],
  ['scotland', 'GB'],
  ['wales', 'GB'],
  ['holland', 'NL'],
  ['the netherlands', 'NL'],
  ['korea', 'KR'],
  ['south korea', 'KR'],
  ['czech republic', 'CZ'],
];

let byName: ReadonlyMap<string, string> | undefined;

/** Made when it is first needed: the names take longer to load than everything else here. */
function names(): ReadonlyMap<string, string> {
  if (byName !== undefined) return byName;
  const display = new Intl.DisplayNames(['en'], { type: 'region' });
  const map = new Map<string, string>(ALIASES);
  for (const code of CODES.split(' ')) {
    map.set(code.toLowerCase(), code);
    const name = display.of(code);
    if (name !== undefined) map.set(name.toLowerCase(), code);
  }
  byName = map;
  return map;
}

/** The code that a write wants, of a code or of the name that a read shows ("United States"); null for anything else. */
export function countryCode(text: string): string | null {
  return names().get(text.trim().toLowerCase()) ?? null;
}

/** The code that was likely meant. */
export function nearestCountry(text: string): string | undefined {
  const near = nearest(text, names().keys());
  return near === undefined ? undefined : names().get(near);
}
