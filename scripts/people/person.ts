import { type Country, countries } from './countries';

/** A made-up contact as a row of the contacts table. Times are ms before the moment of seeding. */
export interface Person {
  email: string | null;
  phone: string | null;
  name: string | null;
  country: string | null;
  timezone: string | null;
  language: string | null;
  tags: string[];
  metadata: Record<string, unknown>;
  createdAgo: number;
  sentAgo: number | null;
  openedAgo: number | null;
  clickedAgo: number | null;
}

const day = 86_400_000;
const companies = [
  'Northwind',
  'Acme',
  'Globex',
  'Initech',
  'Umbrella',
  'Hooli',
  'Stark Supply',
  'Blue Harbor',
  'Maple & Co',
  'Riverbend',
  'Solstice',
  'Papertrail',
];
const interests = [
  'design',
  'running',
  'cooking',
  'travel',
  'music',
  'gardening',
  'photography',
  'cycling',
  'books',
  'finance',
  'gaming',
  'wellness',
];
const sources = ['website', 'webinar', 'referral', 'event', 'import', 'partner'];
const products = ['starter-kit', 'notebook', 'mug', 'annual-pass', 'gift-card', 'poster'];

/** Small, fast and well spread (mulberry32): the same seed gives the same people on every machine. */
function randomOf(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const wheel = countries.flatMap((country) => Array.from({ length: country.share }, () => country));

/**
 * The first `count` people, the same on each call. Addresses are at the domains that RFC 2606 reserves, phone numbers from ranges that
 * regulators keep for fiction: no seeded contact is anybody's. Those numbers run out, so few of a million have one.
 */
export function* people(count: number): Generator<Person> {
  const numbers = new Map(countries.map((country) => [country, 0]));
  const nextPhone = (country: Country) => {
    const used = numbers.get(country) ?? 0;
    numbers.set(country, used + 1);
    return country.phone?.(used) ?? null;
  };
  for (let n = 0; n < count; n++) yield person(n, nextPhone);
}

function person(n: number, nextPhone: (country: Country) => string | null): Person {
  const random = randomOf(n);
  const chance = (p: number) => random() < p;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const some = <T>(list: readonly T[], most: number) => [
    ...new Set(Array.from({ length: Math.floor(random() * (most + 1)) }, () => pick(list))),
  ];

  const place = pick(wheel);
  const [first, last, [city, timezone]] = [pick(place.first), pick(place.last), pick(place.cities)];
  const phone = chance(0.45) ? nextPhone(place) : null;
  const email = phone && chance(0.04) ? null : address(first, last, n, random);

  // A few are eager, most lukewarm, some never open anything.
  const eagerness = random() ** 2;
  const createdAgo = Math.floor(random() ** 1.5 * 1_000 * day) + 40 * day;
  const sentAgo = email && chance(0.93) ? Math.floor(random() * 30 * day) + day : null;
  const openedAgo =
    sentAgo !== null && chance(0.35 + eagerness * 0.6) ? Math.floor(sentAgo + (1 - eagerness) ** 2 * random() * 300 * day) : null;
  const clickedAgo = openedAgo !== null && chance(0.15 + eagerness * 0.5) ? openedAgo + Math.floor(random() * 20 * day) : null;

  const plan = pick(['free', 'free', 'free', 'starter', 'starter', 'pro', 'pro', 'enterprise']);
  const score = Math.round((eagerness * 70 + random() * 30) * 10) / 10;
  const tags = [
    ...(plan === 'enterprise' || score > 88 ? ['vip'] : []),
    ...(plan === 'free' ? some(['lead', 'mql'], 1) : ['customer']),
    ...(chance(0.42) ? ['newsletter'] : []),
    ...(createdAgo < 90 * day ? ['new'] : []),
    ...(chance(0.08) ? ['beta'] : []),
  ];
  const orders = plan === 'free' ? [] : some(products, 3).map((sku) => ({ sku, total: Math.round(random() * 20_000) / 100 }));
  const metadata: Record<string, unknown> = {
    city,
    plan,
    score,
    source: pick(sources),
    ...(chance(0.7) ? { company: pick(companies) } : {}),
    ...(plan === 'free' ? {} : { seats: 1 + Math.floor(random() ** 3 * 60) }),
    ...(chance(0.8) ? { interests: some(interests, 4) } : {}),
    ...(orders.length ? { orders } : {}),
    ...(chance(0.5) ? { birthday: date(random) } : {}),
    address: { city, country: place.code, postcode: String(10_000 + Math.floor(random() * 89_999)) },
    preferences: { weekly: chance(0.8), language: place.language },
    // A survey that not everybody answered: absent for some, null for others, as imports leave it.
    ...(chance(0.4) ? { nps: chance(0.2) ? null : Math.floor(random() * 11) } : {}),
  };
  const known = !chance(0.02);
  return {
    email,
    phone,
    name: chance(0.97) ? (place.language === 'ja' ? `${last} ${first}` : `${first} ${last}`) : null,
    country: known ? place.code : null,
    timezone: known ? timezone : null,
    language: known ? place.language : null,
    tags,
    metadata,
    createdAgo: Math.max(createdAgo, (clickedAgo ?? openedAgo ?? sentAgo ?? 0) + day),
    sentAgo,
    openedAgo,
    clickedAgo,
  };
}

function date(random: () => number): string {
  return new Date(Date.UTC(1950 + Math.floor(random() * 55), Math.floor(random() * 12), 1 + Math.floor(random() * 28)))
    .toISOString()
    .slice(0, 10);
}

// The number makes it unique whatever the name and the style; names hold no digits.
function address(first: string, last: string, n: number, random: () => number): string {
  const plain = (name: string) =>
    name
      .normalize('NFKD')
      .toLowerCase()
      .replace('ß', 'ss')
      .replace('ı', 'i')
      .replace(/[^a-z]/g, '');
  const [a, b] = [plain(first) || 'user', plain(last) || 'mail'];
  const styles = [`${a}.${b}`, `${a}${b}`, `${a}_${b}`, `${a[0]}.${b}`, `${b}.${a}`, a];
  const style = styles[Math.floor(random() * styles.length)];
  const domain = ['example.com', 'example.com', 'example.org', 'example.net'][Math.floor(random() * 4)];
  return `${style}${n + 1}@${domain}`;
}
