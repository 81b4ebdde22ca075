// The tasks of the page's main thread, from Chromium's own tracing: long-task entries begin at 50 ms, these at nothing.
import type { PlaywrightApp } from './app';

interface TraceEvent { name: string; cat: string; ph: string; pid: number; tid: number; ts: number; dur?: number; tdur?: number; args?: { name?: string; data?: Record<string, unknown> } }

/** Times in ms; `cpu`: that the thread was at work, whatever else the machine did. `parts`: the largest of what happened in it. */
export interface Task { start: number; wall: number; cpu: number; parts: string[] }

const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline'];

/** The main thread's tasks while `body` runs, the longest first. */
export async function tasksDuring(app: PlaywrightApp, body: () => Promise<void>): Promise<Task[]> {
    const browser = app.context.browser()!;
    await browser.startTracing(app.page, { categories });
    let trace: Buffer | undefined;
    try {
        await body();
    } finally {
        trace = await browser.stopTracing();
    }
    const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
    const mains = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
        .map(({ pid, tid }) => `${pid}.${tid}`));
    const events = traceEvents.filter(({ ph, pid, tid }) => ph === 'X' && mains.has(`${pid}.${tid}`));
    const isTask = ({ name }: TraceEvent): boolean => name === 'RunTask';
    return events.filter(isTask).map((task) => {
        const end = task.ts + task.dur!;
        const parts = events
            .filter((event) => event !== task && !isTask(event) && event.pid === task.pid && event.tid === task.tid &&
                               event.ts >= task.ts && event.ts < end && event.dur! > 1000)
            .sort((a, b) => b.dur! - a.dur!).slice(0, 8)
            .map(({ name, dur, args }) => `${name} ${(dur! / 1000).toFixed(1)} ${String(args?.data?.['functionName'] ?? '')}`.trim());
        return { start: task.ts / 1000, wall: task.dur! / 1000, cpu: (task.tdur ?? task.dur!) / 1000, parts };
    }).sort((a, b) => b.cpu - a.cpu);
}
