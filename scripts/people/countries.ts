/** What people of a country look like, for made-up contacts. Separate words, no persons: the generator pairs them at random. */
export interface Country {
  code: string;
  /** How many of 100 contacts live here. */
  share: number;
  language: string;
  first: string[];
  last: string[];
  /** Cities with their IANA time zone. */
  cities: [string, string][];
  /** Numbers that the country's regulator keeps for films and examples; the n-th one, or null when there are no more. */
  phone?: (n: number) => string | null;
}

const words = (text: string) => text.split(' ');
const pad = (n: number, digits: number) => String(n).padStart(digits, '0');

// 555-0100 to 555-0199 of each area code (NANPA).
const northAmerica = (areas: string) => {
  const codes = words(areas);
  return (n: number) => (n < codes.length * 100 ? `+1${codes[n % codes.length]}55501${pad(Math.floor(n / codes.length), 2)}` : null);
};
const range = (prefix: string, digits: number) => (n: number) => (n < 10 ** digits ? prefix + pad(n, digits) : null);

export const countries: Country[] = [
  {
    code: 'US',
    share: 26,
    language: 'en',
    first: words(
      'James Mary Robert Linda Michael Patricia David Jennifer William Elizabeth Joseph Susan Thomas Jessica Karen Daniel Nancy Marcus Aaliyah Tyler',
    ),
    last: words(
      'Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Jackson Thompson White Harris Clark Lewis Robinson Walker Young',
    ),
    cities: [
      ['New York', 'America/New_York'],
      ['Chicago', 'America/Chicago'],
      ['Denver', 'America/Denver'],
      ['Los Angeles', 'America/Los_Angeles'],
      ['Austin', 'America/Chicago'],
      ['Seattle', 'America/Los_Angeles'],
      ['Boston', 'America/New_York'],
      ['Phoenix', 'America/Phoenix'],
    ],
    phone: northAmerica('212 312 303 213 512 206 617 602 305 415 404 702 614 713 503 615 716 801 919 901'),
  },
  {
    code: 'GB',
    share: 12,
    language: 'en',
    first: words('Oliver Olivia George Amelia Harry Isla Noah Ava Jack Emily Leo Sophie Arthur Grace Muhammad Freya Oscar Poppy'),
    last: words(
      'Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker Hughes Green Hall Khan',
    ),
    cities: [
      ['London', 'Europe/London'],
      ['Manchester', 'Europe/London'],
      ['Leeds', 'Europe/London'],
      ['Glasgow', 'Europe/London'],
      ['Bristol', 'Europe/London'],
    ],
    phone: range('+442079460', 3),
  },
  {
    code: 'DE',
    share: 10,
    language: 'de',
    first: words('Lukas Hannah Leon Mia Finn Emma Jonas Sophia Paul Lena Felix Marie Maximilian Johanna Jürgen Käthe Björn Ayşe'),
    last: words(
      'Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf Schröder Neumann Yılmaz',
    ),
    cities: [
      ['Berlin', 'Europe/Berlin'],
      ['Hamburg', 'Europe/Berlin'],
      ['München', 'Europe/Berlin'],
      ['Köln', 'Europe/Berlin'],
      ['Leipzig', 'Europe/Berlin'],
    ],
    phone: range('+493023125', 3),
  },
  {
    code: 'FR',
    share: 8,
    language: 'fr',
    first: words('Gabriel Louise Léo Jade Raphaël Emma Arthur Alice Louis Chloé Hugo Inès Jules Zoé Théo Camille François Amélie'),
    last: words(
      'Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel Garcia Roux Fournier Girard',
    ),
    cities: [
      ['Paris', 'Europe/Paris'],
      ['Lyon', 'Europe/Paris'],
      ['Marseille', 'Europe/Paris'],
      ['Nantes', 'Europe/Paris'],
      ['Lille', 'Europe/Paris'],
    ],
    phone: range('+3363998', 4),
  },
  {
    code: 'ES',
    share: 6,
    language: 'es',
    first: words('Hugo Lucía Martín Sofía Lucas María Mateo Paula Daniel Valeria Álvaro Carmen Pablo Elena Sergio Núria'),
    last: words('García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno Muñoz'),
    cities: [
      ['Madrid', 'Europe/Madrid'],
      ['Barcelona', 'Europe/Madrid'],
      ['Sevilla', 'Europe/Madrid'],
      ['Valencia', 'Europe/Madrid'],
      ['Las Palmas', 'Atlantic/Canary'],
    ],
  },
  {
    code: 'IN',
    share: 9,
    language: 'en',
    first: words('Aarav Aanya Vivaan Diya Aditya Saanvi Arjun Ananya Rohan Priya Karan Meera Rahul Kavya Vikram Neha Farhan Zara'),
    last: words('Sharma Patel Singh Kumar Gupta Reddy Iyer Nair Das Mehta Joshi Khan Verma Rao Chopra Bose Fernandes Kaur'),
    cities: [
      ['Mumbai', 'Asia/Kolkata'],
      ['Delhi', 'Asia/Kolkata'],
      ['Bengaluru', 'Asia/Kolkata'],
      ['Chennai', 'Asia/Kolkata'],
      ['Pune', 'Asia/Kolkata'],
    ],
  },
  {
    code: 'BR',
    share: 6,
    language: 'pt',
    first: words('Miguel Helena Arthur Alice Heitor Laura Davi Maria Bernardo Valentina João Beatriz Thiago Larissa Caio Júlia'),
    last: words('Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins Carvalho Araújo Barbosa'),
    cities: [
      ['São Paulo', 'America/Sao_Paulo'],
      ['Rio de Janeiro', 'America/Sao_Paulo'],
      ['Recife', 'America/Recife'],
      ['Manaus', 'America/Manaus'],
    ],
  },
  {
    code: 'CA',
    share: 5,
    language: 'en',
    first: words('Liam Olivia Noah Emma William Charlotte Benjamin Amelia Lucas Sophie Ethan Chloe Nathan Zoe Owen Maya'),
    last: words('Tremblay Smith Brown Roy Martin Gagnon Lee Wilson Macdonald Singh Taylor Campbell Bouchard Wong Fraser Morin'),
    cities: [
      ['Toronto', 'America/Toronto'],
      ['Montréal', 'America/Toronto'],
      ['Vancouver', 'America/Vancouver'],
      ['Calgary', 'America/Edmonton'],
      ['Halifax', 'America/Halifax'],
      ['St. John’s', 'America/St_Johns'],
    ],
    phone: northAmerica('416 514 604 403 902 709 613 204'),
  },
  {
    code: 'AU',
    share: 5,
    language: 'en',
    first: words('Oliver Charlotte Noah Amelia Jack Isla William Olivia Leo Mia Henry Ava Lachlan Matilda Cooper Ruby'),
    last: words('Smith Jones Williams Brown Wilson Taylor Nguyen Johnson Martin White Anderson Walker Thompson Lee Kelly Ryan'),
    cities: [
      ['Sydney', 'Australia/Sydney'],
      ['Melbourne', 'Australia/Melbourne'],
      ['Brisbane', 'Australia/Brisbane'],
      ['Perth', 'Australia/Perth'],
      ['Adelaide', 'Australia/Adelaide'],
    ],
    phone: range('+6125550', 4),
  },
  {
    code: 'JP',
    share: 4,
    language: 'ja',
    first: words('陽翔 結衣 蓮 葵 湊 美咲 大翔 さくら 悠真 陽菜 健太 由美'),
    last: words('佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田'),
    cities: [
      ['東京', 'Asia/Tokyo'],
      ['大阪', 'Asia/Tokyo'],
      ['札幌', 'Asia/Tokyo'],
      ['福岡', 'Asia/Tokyo'],
    ],
  },
  {
    code: 'NL',
    share: 4,
    language: 'nl',
    first: words('Noah Emma Sem Julia Lucas Mila Daan Tess Finn Sophie Bram Lotte Thijs Fleur Jesse Noor'),
    last: words('Jansen Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer Dijkstra Kok Vermeulen Postma'),
    cities: [
      ['Amsterdam', 'Europe/Amsterdam'],
      ['Rotterdam', 'Europe/Amsterdam'],
      ['Utrecht', 'Europe/Amsterdam'],
      ['Groningen', 'Europe/Amsterdam'],
    ],
  },
  {
    code: 'NG',
    share: 3,
    language: 'en',
    first: words('Chinedu Ngozi Emeka Amaka Tunde Folake Ibrahim Aisha Olumide Yetunde Uche Zainab'),
    last: words('Okafor Adeyemi Okonkwo Balogun Eze Abubakar Ogunleye Nwosu Bello Adebayo Chukwu Danjuma'),
    cities: [
      ['Lagos', 'Africa/Lagos'],
      ['Abuja', 'Africa/Lagos'],
      ['Kano', 'Africa/Lagos'],
    ],
  },
  {
    code: 'NP',
    share: 2,
    language: 'ne',
    first: words('Aarav Sita Bishal Anjali Prakash Sunita Ramesh Maya Suresh Puja Dipak Asmita'),
    last: words('Shrestha Gurung Tamang Rai Thapa Adhikari Karki Magar Lama Maharjan Poudel Bhandari'),
    cities: [
      ['Kathmandu', 'Asia/Kathmandu'],
      ['Pokhara', 'Asia/Kathmandu'],
      ['Lalitpur', 'Asia/Kathmandu'],
    ],
  },
];
