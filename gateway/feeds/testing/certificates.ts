import { generateKeyPairSync, randomBytes, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { plainFingerprint } from '../check-sender.ts';

/** A certificate of the tests: an authority's, a server's or a sender's. */
export interface TestCertificate {
  readonly certificate: string;
  readonly key: string;
  /** As senders are registered with it. */
  readonly fingerprint: string;
  readonly subject: Buffer;
  readonly privateKey: KeyObject;
}

/** Makes an X.509 certificate (RFC 5280) for 127.0.0.1 over P-256; without an issuer it is an authority of its own. Node has no call for it. */
export function makeCertificate(name: string, issuer: TestCertificate | null = null): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = sequence(set(sequence(oid('550403'), der(0x0c, Buffer.from(name)))));
  const now = Date.now();
  const extensions = [
    // basicConstraints, critical; an authority's says that it is one.
    sequence(oid('551d13'), der(0x01, Buffer.of(0xff)), der(0x04, sequence(...(issuer === null ? [der(0x01, Buffer.of(0xff))] : [])))),
    // subjectAltName: the address and name of this machine.
    sequence(oid('551d11'), der(0x04, sequence(der(0x87, Buffer.of(127, 0, 0, 1)), der(0x82, Buffer.from('localhost'))))),
  ];
  const content = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.concat([Buffer.of(1), randomBytes(15)])),
    SIGNED_WITH,
    issuer?.subject ?? subject,
    sequence(time(now - 3_600_000), time(now + 86_400_000)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', content, issuer?.privateKey ?? privateKey);
  const bytes = sequence(content, SIGNED_WITH, der(0x03, Buffer.concat([Buffer.of(0), signature])));
  const certificate = new X509Certificate(bytes);
  return {
    certificate: certificate.toString(), key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    fingerprint: plainFingerprint(certificate.fingerprint256), subject, privateKey,
  };
}

function der(tag: number, content: Buffer): Buffer {
  const length = content.length < 0x80 ? [content.length] : content.length < 0x100 ? [0x81, content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...length), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function set(...parts: readonly Buffer[]): Buffer {
  return der(0x31, Buffer.concat(parts));
}

function oid(hexadecimal: string): Buffer {
  return der(0x06, Buffer.from(hexadecimal, 'hex'));
}

/** UTCTime, to the second. */
function time(at: number): Buffer {
  return der(0x17, Buffer.from(`${new Date(at).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`));
}

/** ecdsa-with-SHA256. */
const SIGNED_WITH = sequence(oid('2a8648ce3d040302'));
