import type { Model } from '../model';

/**
 * Queues, job runners and schedulers. Sources: docs.bullmq.io, inngest.com/docs, trigger.dev/docs,
 * the README of each scheduler.
 */
export const queues: readonly Model[] = [
  {
    id: 'bullmq',
    title: 'BullMQ',
    packages: ['bullmq'],
    registrations: [{ call: 'Worker', entry: 'job', what: 'the worker of the queue {topic}' }],
    sources: [
      {
        of: 'job',
        kind: 'message',
        argument: 0,
        what: 'the payload of {entry}',
        not: '{client,logger,step,ctx}',
      },
    ],
  },
  {
    id: 'bull',
    title: 'Bull',
    packages: ['bull', 'bee-queue', 'kue', 'agenda'],
    registrations: [
      { call: 'default().{process,define}', entry: 'job', what: 'the queue’s processor' },
    ],
  },
  {
    id: 'inngest',
    title: 'Inngest',
    packages: ['inngest'],
    registrations: [
      { call: 'Inngest().createFunction', entry: 'job', what: 'the job `{name}`', retries: true },
    ],
  },
  {
    id: 'trigger',
    title: 'Trigger.dev',
    packages: ['@trigger.dev/sdk'],
    registrations: [
      {
        call: ['{task,schemaTask}', 'schedules.task', 'TriggerClient().defineJob'],
        entry: 'job',
        what: 'the job `{name}`',
        retries: true,
      },
    ],
  },
  {
    id: 'schedulers',
    title: 'schedulers',
    packages: ['node-cron', 'node-schedule', 'cron', 'croner'],
    registrations: [
      {
        call: ['default.{schedule,scheduleJob}', '{schedule,scheduleJob}', 'CronJob.from'],
        entry: 'detached',
        what: 'the scheduled job',
      },
      { call: '{CronJob,Cron}', entry: 'detached', what: 'the cron job' },
    ],
  },
];
