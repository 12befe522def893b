import { randomUUID } from 'node:crypto';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { decodeJwt, errors, jwtVerify } from 'jose';
import type { Inbox } from '../../inbox/inbox.ts';
import { notifyTemplates } from './notify-templates.ts';

export interface NotifySimulatorOptions {
  readonly port: number;
  /** As GOV.UK Notify gives it to a service: a name, the service's id, the secret. */
  readonly key: string;
  readonly inbox: Pick<Inbox, 'add'>;
  /** Requests it takes in a minute; theirs is 3,000. */
  readonly mostPerMinute?: number;
}

/** The kinds of errors of GOV.UK Notify (https://docs.notifications.service.gov.uk/rest-api.html#error-codes). */
type ErrorName = 'AuthError' | 'BadRequestError' | 'ValidationError' | 'RateLimitError';

class NotifyError extends Error {
  readonly status: number;
  readonly error: ErrorName;

  constructor(status: number, error: ErrorName, message: string) {
    super(message);
    this.status = status;
    this.error = error;
  }
}

/** Stands in for GOV.UK Notify, on 127.0.0.1: speaks its protocol, checks its keys, and shows in the inbox what it would have sent. */
export async function startNotifySimulator({ port, key, inbox, mostPerMinute = 3000 }: NotifySimulatorOptions): Promise<{ close(): Promise<void> }> {
  const checkToken = tokenCheck(key);
  const checkRate = rateCheck(mostPerMinute);
  const app = fastify({ logger: false });

  app.setErrorHandler((error, _request, reply) => {
    const known = error instanceof NotifyError ? error : new NotifyError(400, 'BadRequestError', 'The request is not in the form that this address takes.');
    return reply.code(known.status).send({ status_code: known.status, errors: [{ error: known.error, message: known.message }] });
  });

  const route = (path: string, type: 'sms' | 'email'): void => {
    app.post(path, async (request, reply) => {
      await checkToken(request);
      checkRate();
      return send(type, readBody(request.body, type), inbox, reply);
    });
  };
  route('/v2/notifications/sms', 'sms');
  route('/v2/notifications/email', 'email');

  await app.listen({ port, host: '127.0.0.1' });
  return app;
}

/** A token is signed by the service with its secret and good for 30 seconds. */
function tokenCheck(key: string): (request: FastifyRequest) => Promise<void> {
  const serviceId = key.slice(-73, -37);
  const secret = new TextEncoder().encode(key.slice(-36));
  return async ({ headers: { authorization = '' } }) => {
    const token = /^Bearer (.+)$/.exec(authorization)?.[1];
    if (token === undefined) throw new NotifyError(401, 'AuthError', 'Unauthorized: authentication token must be provided');
    try {
      if (decodeJwt(token).iss !== serviceId) throw new NotifyError(403, 'AuthError', 'Invalid token: service not found');
      await jwtVerify(token, secret, { algorithms: ['HS256'], maxTokenAge: '30s', clockTolerance: 30 });
    } catch (error) {
      if (error instanceof NotifyError) throw error;
      if (error instanceof errors.JWTExpired) throw new NotifyError(403, 'AuthError', 'Error: Your system clock must be accurate to within 30 seconds');
      throw new NotifyError(403, 'AuthError', 'Invalid token: API key not found');
    }
  };
}

function rateCheck(most: number): () => void {
  let times: number[] = [];
  return () => {
    const now = Date.now();
    times = times.filter((time) => now - time < 60_000);
    if (times.length >= most) throw new NotifyError(429, 'RateLimitError', `Exceeded rate limit for key type LIVE of ${most} requests per 60 seconds`);
    times.push(now);
  };
}

interface SendRequest {
  readonly templateId: string;
  readonly to: string;
  readonly personalisation: ReadonlyMap<string, string>;
  readonly reference: string | null;
}

const addressField = { sms: 'phone_number', email: 'email_address' } as const;

function readBody(body: unknown, type: 'sms' | 'email'): SendRequest {
  const valueOf = (name: string): unknown => (typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined);
  const templateId = valueOf('template_id');
  const to = valueOf(addressField[type]);
  const personalisation = valueOf('personalisation');
  const reference = valueOf('reference');
  if (typeof templateId !== 'string') throw new NotifyError(400, 'ValidationError', 'template_id is a required property');
  if (typeof to !== 'string') throw new NotifyError(400, 'ValidationError', `${addressField[type]} is a required property`);
  if (type === 'sms') checkNumber(to);
  else if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(to)) throw new NotifyError(400, 'ValidationError', 'email_address Not a valid email address');
  const values = typeof personalisation === 'object' && personalisation !== null ? Object.entries(personalisation) : [];
  return { templateId, to, personalisation: new Map(values.map(([name, value]) => [name, String(value)])), reference: typeof reference === 'string' ? reference : null };
}

/** The checks of GOV.UK Notify on a UK mobile number; numbers abroad need their country's code. */
function checkNumber(number: string): void {
  const digits = number.replace(/[\s()+-]/g, '').replace(/^0+/, '').replace(/^44/, '');
  if (/[^0-9]/.test(digits)) throw new NotifyError(400, 'ValidationError', 'phone_number Must not contain letters or symbols');
  if (digits.length < 8) throw new NotifyError(400, 'ValidationError', 'phone_number Not enough digits');
  if (digits.length > 15) throw new NotifyError(400, 'ValidationError', 'phone_number Too many digits');
}

function send(type: 'sms' | 'email', { templateId, to, personalisation, reference }: SendRequest, inbox: Pick<Inbox, 'add'>, reply: FastifyReply): FastifyReply {
  const template = Object.hasOwn(notifyTemplates, templateId) ? notifyTemplates[templateId] : undefined;
  if (template === undefined) throw new NotifyError(400, 'BadRequestError', 'Template not found');
  if (template.type !== type) throw new NotifyError(400, 'BadRequestError', `${template.type} template is not suitable for ${type} notification`);
  const fill = (text: string): string =>
    text.replace(/\(\((\w+)\)\)/g, (_place, name: string) => {
      const value = personalisation.get(name);
      if (value === undefined) throw new NotifyError(400, 'BadRequestError', `Missing personalisation: ${name}`);
      return value;
    });
  const text = fill(template.body);
  const subject = template.subject === null ? '' : fill(template.subject);
  if (type === 'sms' && Array.from(text).length > 918) throw new NotifyError(400, 'BadRequestError', 'Text messages cannot be longer than 918 characters.');
  inbox.add({ by: type === 'sms' ? 'text' : 'email', from: 'GOV.UK Notify', to: [to], subject, text, html: null, arrivedAt: new Date() });
  const id = randomUUID();
  return reply.code(201).send({
    id,
    reference,
    content: type === 'sms' ? { body: text, from_number: 'CIE' } : { body: text, subject, from_email: 'exchange@notifications.example.net' },
    uri: `https://api.notifications.service.gov.uk/v2/notifications/${id}`,
    template: { id: templateId, version: 1, uri: `https://api.notifications.service.gov.uk/services/templates/${templateId}` },
    scheduled_for: null,
  });
}
