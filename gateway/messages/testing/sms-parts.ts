/** The basic table of GSM 7-bit, and the extension, whose characters take two places (3GPP TS 23.038, 6.2.1). */
const basic = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà');
const extension = new Set('\f^{}\\[~]|€');

/** How many parts a text message takes: each is paid for, and long ones arrive in pieces. */
export function smsParts(text: string): number {
  const characters = Array.from(text);
  if (characters.every((each) => basic.has(each) || extension.has(each))) {
    const places = characters.reduce((sum, each) => sum + (extension.has(each) ? 2 : 1), 0);
    return places <= 160 ? 1 : Math.ceil(places / 153);
  }
  // Everything else goes out as UCS-2.
  return text.length <= 70 ? 1 : Math.ceil(text.length / 67);
}
