import type { OutboundRequest } from '@cie/kit/outbound-request.ts';
import type { EntityManager } from 'typeorm';
import { stateAfter, tryHours, type OutboundOutcome } from '../domain/outbound.ts';

/** How long a taken message is left to who took it, before it is given out again. */
const leaseSeconds = 90;
/** So few that their answers come within the lease, however slow the hospital is. */
const atOnce = 4;

/** Which hospitals take requests, as the gateway says; written only when it changed. */
export async function keepRoutes(manager: EntityManager, organisations: readonly string[]): Promise<void> {
  await manager.query('delete from outbound_route where organisation <> all ($1::text[])', [organisations]);
  await manager.query('insert into outbound_route (organisation) select unnest($1::text[]) on conflict do nothing', [organisations]);
}

/** Gives up what no hospital took for a day: one that is down, or takes no more requests. Returns whose they were. */
export async function giveUpOld(manager: EntityManager, now: Date): Promise<string[]> {
  const [old]: [Authored[], number] = await manager.query(
    `with old as (
       select patient_id, id from appointment_request where state in ('waiting', 'sent') and asked_at < $1::timestamptz - interval '${tryHours} hours' for update
     ), dead as (
       update outbound_message m set dead_code = 'UNANSWERED' from old where m.request_id = old.id and acknowledged_at is null and dead_code is null
     )
     update appointment_request r set state = 'not-sent', state_at = $1 from old where r.patient_id = old.patient_id and r.id = old.id returning r.author_id as "authorId"`,
    [now],
  );
  return old.map(({ authorId }) => authorId);
}

interface Authored {
  readonly authorId: string;
}

/** Puts what patients asked since in the queue, and takes what is due for hospitals that take requests; the request counts as sent. */
export async function takeOutbound(manager: EntityManager, organisations: readonly string[], now: Date): Promise<OutboundRequest[]> {
  await manager.query(
    `insert into outbound_message (request_id, patient_id, control_id, due_at)
     select r.id, r.patient_id, 'CIE' || upper(replace(left(r.id::text, 18), '-', '')), $1 from appointment_request r
     where r.state = 'waiting' on conflict do nothing`,
    [now],
  );
  const [taken]: [OutboundRequest[], number] = await manager.query(
    `with due as (
       select m.request_id from outbound_message m join appointment_request r on r.patient_id = m.patient_id and r.id = m.request_id
       where m.acknowledged_at is null and m.dead_code is null and m.due_at <= $1 and r.organisation = any ($2::text[]) and r.state in ('waiting', 'sent')
       order by m.due_at limit ${atOnce} for update of m skip locked
     ), taken as (
       update outbound_message m set due_at = $1::timestamptz + interval '${leaseSeconds} seconds', attempts = attempts + 1
       from due where m.request_id = due.request_id returning m.*
     )
     update appointment_request r set state = 'sent', state_at = $1 from taken t, appointment a
     where r.patient_id = t.patient_id and r.id = t.request_id and a.patient_id = r.patient_id and a.id = r.appointment_id
     returning r.id, t.control_id as "controlId", t.attempts - 1 as attempts, r.patient_id as "patientId", r.organisation,
       a.placer_id as "placerId", a.filler_id as "fillerId", a.start_at as start,
       r.kind, r.reason, r.wishes, r.phone, r.asked_at as "askedAt"`,
    [now, organisations],
  );
  return taken;
}

/** Returns whose request was given up by it. */
export async function settleOutbound(manager: EntityManager, id: string, outcome: OutboundOutcome, now: Date): Promise<string[]> {
  await manager.query(
    `update outbound_message set acknowledged_at = case when $2 = 'acknowledged' then $3::timestamptz end,
       dead_code = $4, due_at = coalesce($5, due_at) where request_id = $1 and acknowledged_at is null`,
    [id, outcome.result, now, outcome.result === 'dead' ? outcome.code : null, outcome.result === 'retry' ? outcome.at : null],
  );
  // By its primary key, which leads with the patient.
  const [settled]: [Authored[], number] = await manager.query(
    `update appointment_request r set state = $2, state_at = $3 from outbound_message m
     where m.request_id = $1 and r.patient_id = m.patient_id and r.id = m.request_id and r.state in ('waiting', 'sent') returning r.author_id as "authorId"`,
    [id, stateAfter[outcome.result], now],
  );
  return outcome.result === 'dead' ? settled.map(({ authorId }) => authorId) : [];
}
