import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import { usualTaskDays, type Raised, type ResultTask, type TaskStore } from '../domain/result-tasks.ts';

/** Most tasks on one list: who has more reads the nearest first. */
const longestList = 200;

const unopened = 'not exists (select from report_opening o where o.patient_id = r.patient_id and o.report_id = r.id)';
/** Cancelled and withdrawn reports have nothing to open. */
const tells = 'r.status not in (5, 6)';

/** Tasks under the feed's role: they are about reports of all patients, and say nothing that a pass would have to open. */
export function createTaskStore(database: Pick<RoomDatabase, 'asFeed'>, notices: Pick<NoticeStore, 'post'>): TaskStore {
  return {
    raise: (now, noticesOf) =>
      database.asFeed(async (manager) => {
        const raised = await manager.query<Raised[]>(
          `with raised as (
             insert into result_task (patient_id, report_id, organisation)
             select r.patient_id, r.id, r.organisation from report r left join result_task_policy p on p.organisation = r.organisation
             where r.delayed_until > $1 and r.delayed_until <= $1::timestamptz + make_interval(days => coalesce(p.days, ${usualTaskDays})::integer) and ${tells} and ${unopened}
             on conflict do nothing returning organisation
           ) select raised.organisation, p.email, count(*)::integer as count
             from raised left join result_task_policy p on p.organisation = raised.organisation group by 1, 2`,
          [now],
        );
        await notices.post(manager, noticesOf(raised));
        return raised;
      }),
    open: (organisations) =>
      database.asFeed((manager) =>
        manager.query<ResultTask[]>(
          `select r.patient_id as "patientId", r.id as "reportId", r.organisation, r.kind, r.requester, r.site, r.delayed_until as "availableFrom"
           from result_task t join report r on r.patient_id = t.patient_id and r.id = t.report_id
           where t.organisation = any ($1) and r.delayed_until is not null and ${tells} and ${unopened}
           order by r.delayed_until, r.id limit ${longestList}`,
          [organisations],
        )),
  };
}
