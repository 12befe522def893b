const browsers: readonly (readonly [pattern: RegExp, name: string])[] = [
  // In this order: most browsers also name those that they are like.
  [/nhsapp-(ios|android)/i, 'NHS App'],
  [/Edg(A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const systems: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/iPhone|nhsapp-ios/i, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/i, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/Linux/, 'Linux'],
];

const firstOf = (userAgent: string, of: typeof browsers): string | undefined => of.find(([pattern]) => pattern.test(userAgent))?.[1];

/**
 * The family of a browser, such as "Chrome on Windows": enough for a person to tell their own sign-ins apart, and too little
 * to follow anybody by. What the browser says of itself is kept nowhere.
 */
export function browserFamily(userAgent: string | undefined): string {
  const browser = firstOf(userAgent ?? '', browsers);
  const system = firstOf(userAgent ?? '', systems);
  if (browser === undefined) return system === undefined ? 'Unknown browser' : `A browser on ${system}`;
  return system === undefined ? browser : `${browser} on ${system}`;
}
